"""A phone made of a socket: asks one thing and gives the status line of the answer."""

import itertools
import socket
import ssl

numbers = itertools.count(1)


def request(method="OPTIONS", domain="example.com", user="alice", headers=(), transport="UDP"):
    number = next(numbers)
    lines = [f"{method} sip:{domain} SIP/2.0", f"Via: SIP/2.0/{transport} 127.0.0.1:9;branch=z9hG4bKp{number};rport",
             "Max-Forwards: 70", f"From: <sip:{user}@{domain}>;tag={number}", f"To: <sip:{user}@{domain}>",
             f"Call-ID: {number}@phone", f"CSeq: {number} {method}", *headers, "Content-Length: 0", "", ""]
    return "\r\n".join(lines).encode()


def register(domain="example.com", user="alice", transport="UDP"):
    return request("REGISTER", domain, user, [f"Contact: <sip:{user}@127.0.0.1:9>", "Expires: 60"], transport)


def status_line(answer):
    return answer.split(b"\r\n", 1)[0].decode(errors="replace")


def over_udp(address, message, tries=5):
    """Repeats the message as a phone does while no answer comes."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as phone:
        phone.settimeout(1)
        phone.connect(address)
        for _ in range(tries):
            try:
                phone.send(message)
                return status_line(phone.recv(65536))
            except (TimeoutError, ConnectionRefusedError):
                continue
    return "silence"


def over_stream(stream, message):
    stream.settimeout(10)
    stream.sendall(message)
    answer = b""
    while b"\r\n\r\n" not in answer:
        more = stream.recv(65536)
        if not more:
            break
        answer += more
    return status_line(answer)


def over_tcp(address, message):
    with socket.create_connection(address, timeout=10) as stream:
        return over_stream(stream, message)


def over_tls(address, message, ca):
    context = ssl.create_default_context(cafile=str(ca))
    with socket.create_connection(address, timeout=10) as plain, \
            context.wrap_socket(plain, server_hostname="localhost") as stream:
        return over_stream(stream, message)
