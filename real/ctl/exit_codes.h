// How hexadctl ends.
#pragma once

namespace hexad::ctl {

inline constexpr int kExitDone = 0;
inline constexpr int kExitRefused = 1;      ///< The peer refused a line: a bad value, a command that failed.
inline constexpr int kExitUsage = 2;        ///< Options, files or names that the user can mend.
inline constexpr int kExitUnreachable = 3;  ///< The peer cannot be reached, is not trusted, or lets nobody in.
inline constexpr int kExitInternal = 4;

}  // namespace hexad::ctl
