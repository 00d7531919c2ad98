// settings_page: writes model/config/settings.md to its output.
#include <iostream>

#include "model/config/settings_page.h"

int main() {
  std::cout << hexad::config::settings_markdown();
  return std::cout.good() ? 0 : 1;
}
