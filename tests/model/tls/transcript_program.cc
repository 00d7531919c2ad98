// Prints a conversation's transcript while the process's real clock is shifted by the seconds given: time() and
// gettimeofday() are defined here, in the executable, and so stand before the C library's for OpenSSL as well.
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "tests/model/tls/transcript.h"

namespace {
long shift_seconds = 0;
long real_clock_reads = 0;
}  // namespace

extern "C" std::time_t time(std::time_t* into) noexcept {
  timespec now{};
  syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
  ++real_clock_reads;
  const std::time_t shifted = now.tv_sec + shift_seconds;
  if (into != nullptr) *into = shifted;
  return shifted;
}

extern "C" int gettimeofday(timeval* into, void*) noexcept {
  into->tv_sec = time(nullptr);
  into->tv_usec = 0;
  return 0;
}

int main(int count, char** words) {
  if (count != 3) return 2;
  shift_seconds = std::atol(words[1]);
  const std::string text = hexad::tls::test::transcript_of(std::strtoull(words[2], nullptr, 10));
  std::fputs(text.c_str(), stdout);
  // The comparison means something only when OpenSSL reads the clock that is shifted.
  std::fprintf(stderr, "%ld\n", real_clock_reads);
  return real_clock_reads > 0 ? 0 : 3;
}
