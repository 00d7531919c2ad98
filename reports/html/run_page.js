'use strict';
// Filters, keys and the copy button. The page reads well without any of it: every list is there from the start, and
// rows open by themselves, being <details>.
(function () {
  const $ = (id) => document.getElementById(id);

  function copy_button() {
    const button = $('copy');
    if (!button) return;
    const text = $('repeat').textContent;
    const said = (word) => {
      button.textContent = word;
      setTimeout(() => { button.textContent = 'Copy'; }, 1500);
    };
    // A page from disk may be refused the clipboard; the selection then still lets the reader press Ctrl-C.
    const select = () => {
      const range = document.createRange();
      range.selectNodeContents($('repeat'));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      said(document.execCommand('copy') ? 'Copied' : 'Press Ctrl-C');
    };
    button.addEventListener('click', () => {
      if (!navigator.clipboard) return select();
      navigator.clipboard.writeText(text).then(() => said('Copied'), select);
    });
  }

  function ladder() {
    const box = document.querySelector('.ladder');
    if (!box) return;
    const rows = Array.from(box.querySelectorAll('.row'));
    const gaps = Array.from(box.querySelectorAll('.gap'));
    const node = $('f-node'), call = $('f-call'), text = $('f-text'), problem = $('f-problem');
    let current = -1;

    const words = (row) => row.words || (row.words = row.textContent.toLowerCase());
    const matches = (row, wanted) => {
      // A note about the whole run stays beside whatever is chosen.
      const everyones = row.classList.contains('note') && !row.dataset.f;
      if (problem.checked && !row.classList.contains('problem')) return false;
      const wanted_node = !node.value || row.dataset.f === node.value || row.dataset.t === node.value;
      const wanted_call = !call.value || row.dataset.c === call.value;
      if (!everyones && !(wanted_node && wanted_call)) return false;
      return !wanted || words(row).includes(wanted);
    };
    function filter() {
      const wanted = text.value.trim().toLowerCase();
      let shown = 0;
      for (const row of rows) {
        row.hidden = !matches(row, wanted);
        if (!row.hidden) ++shown;
      }
      const filtered = shown < rows.length;
      for (const gap of gaps) gap.hidden = filtered;
      $('f-count').textContent = filtered ? shown + ' of ' + rows.length + ' rows' : rows.length + ' rows';
    }
    function go(step, wanted) {
      for (let at = current + step; at >= 0 && at < rows.length; at += step) {
        if (rows[at].hidden || (wanted && !rows[at].classList.contains(wanted))) continue;
        if (current >= 0) rows[current].classList.remove('current');
        current = at;
        rows[at].classList.add('current');
        (rows[at].querySelector('summary') || rows[at]).focus({ preventScroll: true });
        rows[at].scrollIntoView({ block: 'center' });
        return;
      }
      if (wanted && current >= 0) {
        rows[current].classList.remove('current');
        current = -1;
        if (rows.some((row) => !row.hidden && row.classList.contains(wanted))) go(1, wanted);
      }
    }
    box.addEventListener('focusin', (event) => {
      const at = rows.indexOf(event.target.closest('.row'));
      if (at < 0 || at === current) return;
      if (current >= 0) rows[current].classList.remove('current');
      current = at;
    });
    for (const control of [node, call, text, problem]) control.addEventListener('input', filter);
    $('next').addEventListener('click', () => go(1, 'problem'));
    document.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
        if (event.key === 'Escape') event.target.blur();
        return;
      }
      if (event.key === 'j') go(1);
      else if (event.key === 'k') go(-1);
      else if (event.key === 'n') go(1, 'problem');
      else if (event.key === '/') { $('ladder').scrollIntoView(); text.focus(); }
      else return;
      event.preventDefault();
    });
    filter();
  }

  function logs() {
    const table = $('log');
    if (!table) return;
    const rows = Array.from(table.tBodies[0].rows);
    const filter = () => {
      const wanted = $('log-text').value.trim().toLowerCase();
      for (const row of rows) {
        const loud = row.className === 'warning' || row.className === 'error';
        row.hidden = ($('log-loud').checked && !loud) || (wanted && !row.textContent.toLowerCase().includes(wanted));
      }
    };
    $('log-text').addEventListener('input', filter);
    $('log-loud').addEventListener('input', filter);
  }

  copy_button();
  ladder();
  logs();
})();
