// What the program's exit code says (see `hexad --help`).
#pragma once

#include "reports/record/event.h"

namespace hexad::cli {

inline constexpr int kExitPass = 0;
inline constexpr int kExitFail = 1;      ///< A check or invariant failed.
inline constexpr int kExitInput = 2;     ///< Bad input or usage.
inline constexpr int kExitInvalid = 3;   ///< A fault touched nothing, a check never ran, a real-time run was late.
inline constexpr int kExitInternal = 4;  ///< Our own mistake, or a full disk.

constexpr int exit_code_of(record::Verdict verdict) {
  switch (verdict) {
    case record::Verdict::pass: return kExitPass;
    case record::Verdict::fail: return kExitFail;
    case record::Verdict::invalid: return kExitInvalid;
  }
  return kExitInternal;
}

constexpr const char* word_of(record::Verdict verdict) {
  switch (verdict) {
    case record::Verdict::pass: return "pass";
    case record::Verdict::fail: return "fail";
    case record::Verdict::invalid: return "invalid";
  }
  return "?";
}

}  // namespace hexad::cli
