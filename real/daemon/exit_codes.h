// How hexadd ends.
#pragma once

namespace hexad::daemon {

inline constexpr int kExitEnded = 0;  ///< As it was told to.
inline constexpr int kExitInput = 2;  ///< Something that the user can mend: one message says what.
inline constexpr int kExitInternal = 4;

}  // namespace hexad::daemon
