#include "tests/support/allocation_count.h"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> allocation_count{0};
std::atomic<std::size_t> byte_count{0};

std::size_t cost(void* memory) { return malloc_usable_size(memory) + sizeof(std::size_t); }

void* counted(std::size_t size) {
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  allocation_count.fetch_add(1, std::memory_order_relaxed);
  byte_count.fetch_add(cost(memory), std::memory_order_relaxed);
  return memory;
}

void uncounted(void* memory) {
  if (memory == nullptr) return;
  byte_count.fetch_sub(cost(memory), std::memory_order_relaxed);
  std::free(memory);
}

}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void operator delete(void* memory) noexcept { uncounted(memory); }
void operator delete[](void* memory) noexcept { uncounted(memory); }
void operator delete(void* memory, std::size_t) noexcept { uncounted(memory); }
void operator delete[](void* memory, std::size_t) noexcept { uncounted(memory); }

namespace hexad::support {

std::size_t allocations() { return allocation_count.load(std::memory_order_relaxed); }
std::size_t bytes_in_use() { return byte_count.load(std::memory_order_relaxed); }

}  // namespace hexad::support
