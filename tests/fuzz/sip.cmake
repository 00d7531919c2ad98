hexad_fuzzer(sip_message_fuzz
  SOURCES sip_message_fuzz.cc
  DEPENDS hexad_wire_sip
  CORPUS ${CMAKE_CURRENT_SOURCE_DIR}/corpus/sip)
hexad_fuzzer(sip_stream_fuzz
  SOURCES sip_stream_fuzz.cc
  DEPENDS hexad_wire_sip
  CORPUS ${CMAKE_CURRENT_SOURCE_DIR}/corpus/sip)
hexad_fuzzer(sip_server_fuzz
  SOURCES sip_server_fuzz.cc
  DEPENDS hexad_sip hexad_test_support
  CORPUS ${CMAKE_CURRENT_SOURCE_DIR}/corpus/sip)
