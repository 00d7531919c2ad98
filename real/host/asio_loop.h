// The one place where Boost.Asio comes in. <utility> must stand first: Boost 1.74 misses std::exchange in C++20.
#pragma once

#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>

#include "real/host/loop.h"

namespace hexad::real {

struct Loop::Asio {
  boost::asio::io_context context{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{context.get_executor()};
  boost::asio::steady_timer timer{context};
  std::unique_ptr<boost::asio::thread_pool> pool;  ///< Made when the first computation comes.
};

}  // namespace hexad::real
