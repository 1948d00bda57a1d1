import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.command import Newskeep
from tests.server import news_page, serving

PATH = "/2026/03/04/harbour-reopens-after-storm/"
PAGE = news_page("Harbour reopens after storm", "The harbour was opened again by noon.", path=PATH)


def of_its_own_making(folder: Path) -> ssl.SSLContext:
    """A server's side of TLS with a certificate that is right but for who signed it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.mark.parametrize(("by_profile", "fetched"), [("", False), ("[network]\nverify_tls = false\n", True)])
def test_a_certificate_that_nobody_vouches_for_is_refused_unless_the_profile_says_otherwise(
    by_profile: str, fetched: bool, newskeep: Newskeep, tmp_path: Path
) -> None:
    profile = tmp_path / "daily.toml"
    profile.write_text(f'name = "daily"\ndomains = ["127.0.0.1"]\n{by_profile}')
    with serving({PATH: PAGE}, tls=of_its_own_making(tmp_path)) as web:
        ended = newskeep(
            "fetch", web.url + PATH, "--allow-network", "127.0.0.0/8", "--jobs", "1", "--delay", "0",
            "--set", "RETRY_TIMES=0", "--site", profile,
        )  # fmt: skip

    assert ("Harbour reopens after storm" in ended.stdout) is fetched, ended.stderr
    assert (web.count(PATH) == 1) is fetched
