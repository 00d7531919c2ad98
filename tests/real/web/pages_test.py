"""The web pages in a real browser: by keyboard alone, with the script and without it. Each kind of page leaves a
picture in the build folder, to be looked at after changes of style or layout."""

import contextlib

import pytest
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

import browser as chromium

PICTURES = chromium.BINARIES / "screenshots" / "web"


@pytest.fixture()
def probe(tmp_path):
    with chromium.Probe(tmp_path / "state") as running:
        yield running


@pytest.fixture()
def driver(tmp_path):
    with contextlib.closing(Closing(chromium.open_browser(tmp_path / "profile"))) as holder:
        yield holder.driver


class Closing:
    def __init__(self, driver):
        self.driver = driver

    def close(self):
        self.driver.quit()


def picture(driver, name, whole=True):
    """The whole page as a PNG."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    if whole:
        height = driver.execute_script("return document.documentElement.scrollHeight")
        driver.set_window_size(1280, max(900, min(height + 150, 3000)))
    driver.save_screenshot(str(PICTURES / (name + ".png")))
    if whole:
        driver.set_window_size(1280, 900)


def active(driver):
    return driver.switch_to.active_element


def press(driver, *keys):
    for key in keys:
        active(driver).send_keys(key)


def tab_to(driver, accept, limit=120):
    """Tabs on until an element is reached for which accept() holds."""
    for _ in range(limit):
        if accept(active(driver)):
            return active(driver)
        press(driver, Keys.TAB)
    raise AssertionError("nothing that fits can be reached with the Tab key")


def named(name):
    return lambda element: element.get_attribute("name") == name


def labelled(text):
    return lambda element: element.text == text


def wait_for(driver, condition):
    """Asks again while a page gives way to the next."""
    passing = [StaleElementReferenceException, NoSuchElementException]
    return WebDriverWait(driver, 15, ignored_exceptions=passing).until(condition)


def heading(driver):
    return driver.find_element(By.TAG_NAME, "h1").text


def log_in(driver, probe, page="/"):
    driver.get(probe.url + page)
    assert heading(driver) == "Administrator login"
    driver.find_element(By.ID, "name").send_keys("admin")
    driver.find_element(By.ID, "password").send_keys("TANDBERG", Keys.ENTER)
    wait_for(driver, lambda d: heading(d) != "Administrator login")


def notice(driver, role="status"):
    return wait_for(driver, lambda d: d.find_element(By.CSS_SELECTOR, f"main > [role={role}]").text)


def faults(driver):
    """What the browser complained about: refused scripts or styles, failed requests."""
    return [line["message"] for line in driver.get_log("browser") if line["level"] in ("SEVERE", "WARNING")
            and "favicon" not in line["message"]]


def test_a_setting_is_changed_by_keyboard_alone(probe, driver):
    driver.get(probe.url + "/system/dns")
    assert active(driver).get_attribute("id") == "name", "the first field has the focus"
    press(driver, "admin", Keys.TAB, "TANDBERG", Keys.ENTER)
    wait_for(driver, lambda d: heading(d) == "DNS")

    press(driver, Keys.TAB)
    assert active(driver).text == "Skip to the content"
    press(driver, Keys.ENTER)
    field = tab_to(driver, named("IP DNS Hostname"), limit=60)
    assert field.get_attribute("maxlength") == "63"
    press(driver, "expc1", Keys.ENTER)
    assert notice(driver) == "Saved."
    assert driver.find_element(By.NAME, "IP DNS Hostname").get_attribute("value") == "expc1"
    driver.refresh()
    assert not driver.find_elements(By.CSS_SELECTOR, "main > [role=status]"), "loading anew posts nothing"
    assert driver.find_element(By.NAME, "IP DNS Hostname").get_attribute("value") == "expc1"
    assert not faults(driver)


def test_a_wrong_value_is_told_beside_its_field_which_has_the_focus(probe, driver):
    log_in(driver, probe, "/system/dns")
    driver.find_element(By.NAME, "IP DNS Domain Name").send_keys("-wrong-")
    driver.find_element(By.NAME, "IP DNS Hostname").send_keys("expc1", Keys.ENTER)
    assert "Nothing has been saved" in notice(driver, "alert")
    wrong = active(driver)
    assert wrong.get_attribute("name") == "IP DNS Domain Name"
    assert wrong.get_attribute("value") == "-wrong-"
    assert wrong.get_attribute("aria-invalid") == "true"
    picture(driver, "settings-error")
    wrong.clear()
    wrong.send_keys("example.com", Keys.ENTER)
    assert notice(driver) == "Saved."


def test_the_browser_itself_keeps_numbers_in_their_range(probe, driver):
    log_in(driver, probe, "/configuration/protocols/h-323")
    field = driver.find_element(By.NAME, "H323 Gatekeeper TimeToLive")
    field.clear()
    field.send_keys("59")
    assert not driver.execute_script("return arguments[0].checkValidity()", field)
    field.clear()
    field.send_keys("60", Keys.ENTER)
    assert notice(driver) == "Saved."


def test_an_alarm_is_acknowledged_by_keyboard_alone(probe, driver):
    log_in(driver, probe, "/status/alarms")
    assert "raised" in driver.find_element(By.CSS_SELECTOR, "header .alarms").get_attribute("class")
    picture(driver, "alarms")
    tab_to(driver, named("alarm"))
    press(driver, Keys.SPACE)
    tab_to(driver, labelled("Acknowledge"))
    press(driver, Keys.ENTER)
    assert "One alarm has been acknowledged" in notice(driver)
    assert driver.find_elements(By.XPATH, "//td[.='Acknowledged']")
    assert not faults(driver)


def test_select_all_needs_no_new_page(probe, driver):
    log_in(driver, probe, "/status/registrations/by-device")
    boxes = driver.find_elements(By.CSS_SELECTOR, "tbody input[type=checkbox]")
    driver.find_element(By.LINK_TEXT, "Select all").click()
    assert all(box.is_selected() for box in boxes)
    driver.find_element(By.LINK_TEXT, "Unselect all").click()
    assert not any(box.is_selected() for box in boxes)


def test_maintenance_mode_and_restart_ask_for_ok(probe, driver):
    log_in(driver, probe, "/maintenance/maintenance-mode")
    Select(driver.find_element(By.NAME, "SystemUnit Maintenance Mode")).select_by_visible_text("On")
    driver.find_element(By.XPATH, "//button[.='Save']").click()
    wait_for(driver, lambda d: d.find_elements(By.CSS_SELECTOR, "[role=alertdialog]"))
    assert active(driver).text == "OK", "Enter confirms"
    picture(driver, "confirmation")
    press(driver, Keys.ENTER)
    assert notice(driver) == "Saved."
    assert "Maintenance mode is on" in driver.find_element(By.CSS_SELECTOR, ".banner").text

    driver.get(probe.url + "/maintenance/restart-options")
    driver.find_element(By.XPATH, "//button[.='Restart']").click()
    wait_for(driver, lambda d: active(d).text == "OK")
    press(driver, Keys.ENTER)
    assert "restarting" in notice(driver)
    probe.wait_for_boot()
    driver.get(probe.url + "/maintenance/maintenance-mode")
    assert heading(driver) == "Administrator login", "sessions end with a restart"
    log_in(driver, probe, "/maintenance/maintenance-mode")
    assert not driver.find_elements(By.CSS_SELECTOR, ".banner"), "a restart ends maintenance mode"


def test_firewall_rules_are_activated_and_accepted(probe, driver):
    page = "/system/protection/firewall-rules/configuration"
    log_in(driver, probe, page)
    for priority, address in (("10", "127.0.0.1"), ("20", "10.1.0.12")):
        driver.find_element(By.LINK_TEXT, "New").click()
        field = driver.find_element(By.CSS_SELECTOR, "input[name$=' Priority']")
        field.clear()
        field.send_keys(priority)
        driver.find_element(By.CSS_SELECTOR, "input[name$=' Address']").send_keys(address)
        driver.find_element(By.CSS_SELECTOR, "input[name$=' Description']").send_keys("Allow peer at " + address)
        picture(driver, "firewall-rule")
        driver.find_element(By.XPATH, "//button[.='Create']").click()
        wait_for(driver, lambda d: d.find_elements(By.XPATH, f"//td[.='{address}']"))
    driver.find_element(By.XPATH, "//button[.='Activate firewall rules']").click()
    wait_for(driver, lambda d: active(d).text == "Accept changes")
    picture(driver, "firewall-accept")
    press(driver, Keys.ENTER)
    wait_for(driver, lambda d: "accepted" in notice(d))
    assert len(driver.find_elements(By.XPATH, "//td[.='Active']")) == 2
    picture(driver, "firewall")
    assert not faults(driver)


def test_an_upload_shows_its_progress_and_then_what_came_of_it(probe, driver, tmp_path):
    backup = tmp_path / "backup.enc"
    backup.write_bytes(b"no backup" * 50000)
    log_in(driver, probe, "/maintenance/backup-and-restore")
    picture(driver, "backup")
    driver.find_element(By.NAME, "File").send_keys(str(backup))
    driver.find_elements(By.NAME, "Passphrase")[1].send_keys("a long passphrase")
    driver.find_element(By.XPATH, "//button[.='Upload system backup file']").click()
    assert notice(driver, "alert")
    assert heading(driver) == "Backup and restore"
    assert not [fault for fault in faults(driver) if "Content Security" in fault]


def test_everything_works_without_the_script(probe, tmp_path):
    with contextlib.closing(Closing(chromium.open_browser(tmp_path / "plain", javascript=False))) as holder:
        driver = holder.driver
        log_in(driver, probe, "/system/dns")
        driver.find_element(By.NAME, "IP DNS Hostname").send_keys("expc2", Keys.ENTER)
        assert notice(driver) == "Saved."
        driver.get(probe.url + "/status/registrations/by-device")
        driver.find_element(By.LINK_TEXT, "Select all").click()
        driver.find_element(By.XPATH, "//button[.='Unregister']").click()
        assert "3 of 3 unregistered" in notice(driver)
        driver.get(probe.url + "/maintenance/maintenance-mode")
        Select(driver.find_element(By.NAME, "SystemUnit Maintenance Mode")).select_by_visible_text("On")
        driver.find_element(By.XPATH, "//button[.='Save']").click()
        driver.find_element(By.ID, "ok").click()
        assert notice(driver) == "Saved."


KINDS = {
    "overview": "/status/overview",
    "registrations": "/status/registrations/by-device",
    "calls": "/status/calls",
    "event-log": "/status/logs/event-log",
    "clustering": "/system/clustering",
    "time": "/system/time",
    "network": "/system/network-interfaces/ip",
    "administration": "/system/administration",
    "sip": "/configuration/protocols/sip",
    "zones": "/configuration/zones/zones",
    "zone": "/configuration/zones/zones?list=zones-zone&new=1",
    "links": "/configuration/bandwidth/links",
    "logging": "/maintenance/logging",
    "accounts": "/users/administrator-accounts",
    "account": "/users/administrator-accounts?new=1",
    "option-keys": "/maintenance/option-keys",
    "certificate": "/maintenance/security/server-certificate",
    "upgrade": "/maintenance/upgrade",
    "restart": "/maintenance/restart-options",
    "maintenance-mode": "/maintenance/maintenance-mode",
    "dns-lookup": "/maintenance/tools/network-utilities/dns-lookup",
    "index": "/maintenance",
}


def test_every_kind_of_page_fits_and_leaves_a_picture(probe, driver):
    driver.get(probe.url)
    picture(driver, "login")
    log_in(driver, probe)
    driver.get(probe.url + "/system/clustering")
    for number, address in enumerate(("127.0.0.1", "10.1.0.12", "10.1.0.13", "10.1.0.14"), 1):
        driver.find_element(By.NAME, f"Alternates Peer {number} Address").send_keys(address)
    driver.find_element(By.XPATH, "//button[.='Save']").click()
    notice(driver)
    for name, path in KINDS.items():
        driver.get(probe.url + path)
        picture(driver, name)
        wide = driver.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{name} is wider than its window"
    driver.get(probe.url + "/system/clustering")
    driver.set_window_size(420, 900)
    picture(driver, "clustering-narrow", whole=False)
    assert driver.execute_script("return document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert not faults(driver)
