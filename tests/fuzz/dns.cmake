hexad_fuzzer(dns_message_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/dns_message_fuzz.cc DEPENDS hexad_dns
             CORPUS ${CMAKE_CURRENT_LIST_DIR}/dns_message_corpus)
hexad_fuzzer(dns_server_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/dns_server_fuzz.cc DEPENDS hexad_dns hexad_test_support
             CORPUS ${CMAKE_CURRENT_LIST_DIR}/dns_message_corpus)
hexad_fuzzer(dns_zone_fuzz SOURCES ${CMAKE_CURRENT_LIST_DIR}/dns_zone_fuzz.cc DEPENDS hexad_dns
             CORPUS ${CMAKE_CURRENT_LIST_DIR}/dns_zone_corpus)
