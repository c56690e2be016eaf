"""Takes letters over SMTP on loopback and says what Python's parser makes of them. Usage: sink.py COUNT [refuse] [elsewhere]

Prints its port, then for each letter lines "name<TAB>value" with line breaks in values as \\n, and "end". Ends after COUNT letters or 60 s.
"elsewhere" listens at an address that does not count as loopback's, and ends when the first client goes.
"""
import email, email.policy, socket, sys, threading
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

left, ended = int(sys.argv[1]), threading.Event()
refuse, elsewhere = "refuse" in sys.argv, "elsewhere" in sys.argv
host = "127.0.0.2" if elsewhere else "127.0.0.1"


def say(name, value):
    print(name, str(value).replace("\n", "\\n"), sep="\t")


class Handler:
    async def handle_DATA(self, server, session, envelope):
        global left
        raw = envelope.original_content
        letter = email.message_from_bytes(raw, policy=email.policy.default)
        say("helo", session.host_name)
        say("mail_from", envelope.mail_from)
        say("rcpt", ",".join(envelope.rcpt_tos))
        for name in ("From", "To", "Subject", "Date", "Message-ID"):
            say(name, letter[name])
        say("headers", ",".join(letter.keys()))
        say("defects", [*letter.defects, *(each for value in letter.values() for each in value.defects)])
        say("text", letter.get_content().replace("\r\n", "\n"))
        say("longest", max(map(len, raw.split(b"\r\n"))))
        print("end", flush=True)
        left -= 1
        if left == 0:
            ended.set()
        return "451 later" if refuse else "250 taken"


class Server(SMTP):
    def connection_lost(self, error):
        greeted = self.session and self.session.host_name  # the controller's own first connection says nothing
        super().connection_lost(error)
        if elsewhere and greeted:
            ended.set()


class Listener(Controller):
    def factory(self):
        return Server(self.handler, **self.SMTP_kwargs)


while True:
    with socket.socket() as free:
        free.bind((host, 0))
        port = free.getsockname()[1]
    controller = Listener(Handler(), hostname=host, port=port, enable_SMTPUTF8=True)
    try:
        controller.start()
        break
    except OSError:
        pass  # somebody else took the port in between
print(port, flush=True)
ended.wait(60)
controller.stop()
