"""The configuration: what is read, from where, and how its faults are told."""

import pytest

from worker.config import Faults, load, load_for_stop
from worker.config.secrets import secrets_of

SOUND = """
language = "en"
state_dir = "state"
[database]
url = "sqlite:///state/city.db"
[meta]
access_token = "from-file"
ad_accounts = ["1", "act_2"]
[[departments]]
id = "parks"
name = "Parks"
mail = "parks@example.org"
"""


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "annonsvakt.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def faults_of(path):
    with pytest.raises(Faults) as caught:
        load(path)
    return [str(fault) for fault in caught.value.faults]


def test_a_sound_file_is_read_and_its_paths_count_from_its_folder(file, tmp_path):
    settings = load(file(SOUND))
    assert settings.state_dir == tmp_path / "state"
    assert settings.database.url.get_secret_value() == f"sqlite:///{tmp_path}/state/city.db"
    assert settings.meta.ad_accounts == ("act_1", "act_2")
    assert settings.linkedin is None
    assert settings.departments[0].id == "parks"


def test_an_absolute_database_and_postgresql_stay_as_written(file):
    for url in ("sqlite:////srv/a.db", "postgresql+psycopg://example.org/annonsvakt"):
        settings = load(file(f'[database]\nurl = "{url}"\n'))
        assert settings.database.url.get_secret_value() == url


def test_the_environment_wins_and_brings_lists_as_json(file, monkeypatch):
    monkeypatch.setenv("ANNONSVAKT_META__ACCESS_TOKEN", "from-environment")
    monkeypatch.setenv("ANNONSVAKT_META__AD_ACCOUNTS", '["7"]')
    monkeypatch.setenv("ANNONSVAKT_LANGUAGE", "sv")
    settings = load(file(SOUND))
    assert settings.meta.access_token.get_secret_value() == "from-environment"
    assert settings.meta.ad_accounts == ("act_7",)
    assert settings.language == "sv"


def test_a_secret_may_stand_in_a_file_of_its_own(file, tmp_path, monkeypatch):
    (tmp_path / "token").write_text("from-secret-file\n", encoding="utf-8")
    monkeypatch.setenv("ANNONSVAKT_META__ACCESS_TOKEN_FILE", str(tmp_path / "token"))
    assert load(file(SOUND)).meta.access_token.get_secret_value() == "from-secret-file"


def test_the_environment_alone_can_configure_a_platform(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANNONSVAKT_META__ACCESS_TOKEN", "t")
    settings = load(None)
    assert settings.meta is not None
    assert settings.state_dir == tmp_path / "var"


def test_a_language_alone_is_no_configuration(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANNONSVAKT_LANGUAGE", "en")
    with pytest.raises(Faults, match="no such file"):
        load(None)
    monkeypatch.setenv("ANNONSVAKT_STATE_DIR", "elsewhere")
    assert load(None).state_dir == tmp_path / "elsewhere"


def test_every_fault_is_told_at_once_with_key_line_and_nearest_name(file, monkeypatch):
    monkeypatch.setenv("ANNONSVAKT_LINKEDIN__VERSON", "202608")
    monkeypatch.setenv("ANNONSVAKT_NONSENSE", "1")
    monkeypatch.setenv("ANNONSVAKT_MTEA__APP_ID", "1")
    monkeypatch.setenv("ANNONSVAKT_META__APP_SECRET_FILE", "missing-file")
    text = 'langage = "sv"\n[meta]\nad_acounts = []\n[sla]\noffice_closes = "late"\n'
    told = faults_of(file(text))
    assert any("line 1: langage: unknown key; did you mean language?" in one for one in told)
    assert any("line 3: meta.ad_acounts: unknown key; did you mean ad_accounts?" in o for o in told)
    assert any("line 5: sla.office_closes: " in one for one in told)
    assert any(
        "environment ANNONSVAKT_LINKEDIN__VERSON" in one and "version" in one for one in told
    )
    assert any("environment ANNONSVAKT_NONSENSE: nonsense: unknown key" in one for one in told)
    assert any("mtea.app_id: unknown key; did you mean meta?" in one for one in told)
    assert any("ANNONSVAKT_META__APP_SECRET_FILE" in one and "No such file" in one for one in told)


def test_a_secret_where_its_file_should_stand_is_not_said_aloud(file, monkeypatch):
    monkeypatch.setenv("ANNONSVAKT_META__ACCESS_TOKEN_FILE", "EAABsecret")
    (told,) = faults_of(file(SOUND))
    assert "ANNONSVAKT_META__ACCESS_TOKEN_FILE" in told
    assert "EAAB" not in told


@pytest.mark.parametrize(
    "text",
    [
        '[sla]\noffice_closes = "08:00"\n',
        '[sla]\noffice_opens = "17:00"\n',
        '[sla]\noffice_opens = "09:00"\noffice_closes = "08:59"\n',
    ],
)
def test_an_office_that_closes_before_it_opens_is_a_fault_that_names_both(file, text):
    (told,) = faults_of(file(SOUND + text))
    assert "sla.office_closes: " in told
    assert "office_opens" in told


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[meta]\nbase_url = "https://graph.example.org"', "meta.base_url"),
        ('[meta]\nbase_url = "http://graph.facebook.com"', "meta.base_url"),
        ('[meta]\nbase_url = "ftp://127.0.0.1"', "meta.base_url"),
        ('[meta]\nad_accounts = ["first"]', "meta.ad_accounts"),
        ('[linkedin]\noauth_url = "https://login.example.org"', "linkedin.oauth_url"),
        ('[linkedin]\nversion = "latest"', "linkedin.version"),
        ('[linkedin]\nversion = "202600"', "linkedin.version"),
        ('[linkedin]\nversion = "202613"', "linkedin.version"),
        ('[linkedin]\nversion = "199901"', "linkedin.version"),
        ('[linkedin]\norganizations = ["77"]', "linkedin.organizations.0"),
        ('[mail]\nurl = "mailto:somebody"', "mail.url"),
        ('[mail]\nreport_to = ["a@example.org, b@example.org"]', "mail.report_to.0"),
        ('[mail]\nenglish = ["a@example.org"]', "mail.english"),
        ('[mail]\nurl = "smtp://:25"', "mail.url"),
        ('[mail]\nurl = "smtp://[::1:25"', "mail.url"),
        ('[database]\nurl = "mysql://example.org/annonsvakt"', "database.url"),
        ('[database]\nurl = "sqlite:///:memory:"', "database.url"),
        ('[database]\nurl = ""', "database.url"),
        ('timezone = "Europe/Gotham"', "timezone"),
        ('[[departments]]\nid = "slk"\nname = "S"\nmail = "s@example.org"', "departments.0.id"),
        ("departments = 3", "departments"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_key(file, text, key):
    assert any(f"{key}: " in one for one in faults_of(file(text)))


def test_a_department_stands_once(file):
    one = '[[departments]]\nid = "a"\nname = "A"\nmail = "a@example.org"\n'
    assert any("more than once" in told for told in faults_of(file(one + one)))


@pytest.mark.parametrize("host", ["http://127.0.0.1:8999", "http://localhost:1", "http://[::1]:9"])
def test_this_machine_may_stand_in_for_a_platform(file, host):
    assert load(file(f'[meta]\nbase_url = "{host}/"')).meta.base_url == host


@pytest.mark.parametrize("port", ["65536", "0", "-1", "http"])
def test_a_port_that_cannot_be_is_refused(file, port):
    text = f'[meta]\nbase_url = "http://127.0.0.1:{port}"'
    assert any("meta.base_url: is not an address" in one for one in faults_of(file(text)))


@pytest.mark.parametrize("port", ["65536", "99999", "000000"])
def test_where_the_service_tells_how_it_is_needs_a_port_that_exists(file, port):
    (told,) = faults_of(file(f'[health]\nlisten = "127.0.0.1:{port}"\n'))
    assert "line 2: health.listen: " in told


@pytest.mark.parametrize("listen", ["", "127.0.0.1:0", "127.0.0.1:65535", "localhost:09464"])
def test_a_port_that_exists_or_any_that_is_free_is_taken(file, listen):
    assert load(file(f'[health]\nlisten = "{listen}"\n')).health.listen == listen


@pytest.mark.parametrize("port", ["65536", "99999", "0", "abc", "1" * 5000])
@pytest.mark.parametrize(
    ("section", "key", "url"),
    [
        ("mail", "url", "smtp://h:{port}"),
        ("mail", "url", "smtps://[::1]:{port}"),
        ("health", "ping_url", "https://h:{port}/ping"),
        ("linkedin", "base_url", "http://127.0.0.1:{port}"),
        ("database", "url", "postgresql+psycopg://h:{port}/city"),
        ("database", "url", "postgresql+psycopg://city:s3:c/ret@[::1]:{port}/city"),
        ("database", "url", "postgresql+psycopg://:{port}?host=h"),
    ],
)
def test_no_address_names_a_port_that_does_not_exist(file, section, key, url, port):
    (told,) = faults_of(file(f'[{section}]\n{key} = "{url.format(port=port)}"\n'))
    assert f"line 2: {section}.{key}: " in told
    assert "s3" not in told


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://h/city",
        "postgresql+psycopg://h:5432/city",
        "postgresql+psycopg://h:/city",
        "postgresql+psycopg://city@h:5432/city?port=5433",
        "postgresql+psycopg://city:99999@h/city",
        "postgresql+psycopg://city:99999@[::1]:5432/city",
        "postgresql+psycopg:///city?host=/run/postgresql:99999",
        "sqlite:///99999:99999.db",
    ],
)
def test_a_database_s_password_and_folder_are_no_port(file, url):
    load(file(f'[database]\nurl = "{url}"\n'))


def test_a_password_with_an_at_sign_is_refused_before_a_driver_says_half_of_it(file):
    url = "postgresql+psycopg://city:Sommar@Hemligt@127.0.0.1/city"
    (told,) = faults_of(file(f'[database]\nurl = "{url}"\n'))
    assert "line 2: database.url: holds an @ in its password" in told
    assert "emligt" not in told
    written = "postgresql+psycopg://city:Sommar%40Hemligt@127.0.0.1/city"
    settings = load(file(f'[database]\nurl = "{written}"\n'))
    assert {written, "Sommar%40Hemligt", "Sommar@Hemligt"} <= secrets_of(settings)


@pytest.mark.parametrize("url", ["smtp://h", "smtp://h:", "smtps://[::1]:465", "smtp://h:65535"])
def test_a_mail_server_needs_no_port(file, url):
    assert load(file(f'[mail]\nurl = "{url}"\n')).mail.url == url


def test_another_host_is_taken_when_allowed_in_so_many_words(file):
    text = '[meta]\nbase_url = "https://graph.example.org"\nallow_other_host = true'
    assert load(file(text)).meta.base_url == "https://graph.example.org"


def test_no_fault_and_no_print_repeats_a_secret(file):
    told = faults_of(file('[meta]\naccess_token = ["hush-hush"]\napp_secret = "quiet"\nfoo = 1'))
    assert not any("hush" in one or "quiet" in one for one in told)
    assert "from-file" not in repr(load(file(SOUND)))


@pytest.mark.parametrize("content", [b"[meta\n", b"\xff\xfe"])
def test_what_is_not_toml_is_told_as_one_fault(tmp_path, content):
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    assert len(faults_of(path)) == 1


def test_a_file_that_is_not_there_is_told_with_the_remedy(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "--config" in faults_of(tmp_path / "none.toml")[0]
    assert "sandbox --print-config" in faults_of(None)[0]


def test_a_folder_in_place_of_the_file_is_told(tmp_path):
    assert "cannot be read" in faults_of(tmp_path)[0]


def test_a_stop_goes_on_with_warnings_where_it_needs_nothing(file):
    text = SOUND + '[sla]\noffice_closes = "late"\n[mail]\nurl = 3\nfoo = 1\n[moderation]\nx = 1\n'
    settings, warnings = load_for_stop(file(text))
    assert settings.meta.access_token.get_secret_value() == "from-file"
    assert settings.departments[0].id == "parks"
    assert len(warnings) == 4


def test_a_stop_reads_past_a_table_that_is_not_toml(file):
    settings, warnings = load_for_stop(file(SOUND + "[mail\nurl = 3\n"))
    assert settings.meta.ad_accounts == ("act_1", "act_2")
    assert any("mail" in str(one) for one in warnings)


@pytest.mark.parametrize(
    "slip",
    ["language = sv", "watch_after_days =", 'timezone = "Europe/Stockholm', "language = [\n1,\n"],
)
def test_a_slip_in_a_key_above_all_tables_costs_a_stop_that_key_alone(file, slip):
    """An unquoted word must not stand between a city and its stop."""
    text = f'state_dir = "kept"\n{slip}\nmeta.ad_accounts = ["act_9"]\nmeta.access_token = "t"\n'
    path = file(text + '[mail]\nurl = "smtp://localhost:25"\n')
    with pytest.raises(Faults):
        load(path)
    settings, warnings = load_for_stop(path)
    assert settings.state_dir == path.parent / "kept"
    assert settings.meta.ad_accounts == ("act_9",)
    assert [one.key for one in warnings] == [(slip.split()[0],)]
    assert "line 2" in str(warnings[0])


def test_a_text_over_several_lines_is_one_value_beside_a_slip(file):
    text = 'language = sv\nstate_dir = """\\\nmeta = \\\n7"""\n[meta]\naccess_token = "t"\n'
    settings, warnings = load_for_stop(file(text))
    assert settings.state_dir.name == "meta = 7"
    assert len(warnings) == 1


@pytest.mark.parametrize(
    "text",
    [
        "[meta]\nad_acounts = []",
        "state_dir = kept\n[meta]\n",
        'language = "sv"\nmeta.enabled = ja\n',
        "[linkedin\n",
        "[crisis]\nhold = 7.5",
        "state_dir = 3",
        "= 1\n[meta]\n",
    ],
)
def test_a_stop_is_refused_by_faults_in_what_it_needs(file, text):
    with pytest.raises(Faults):
        load_for_stop(file(text))


@pytest.mark.parametrize(
    ("variable", "key"),
    [
        ("LINKEDIN__ADS_CLIENT_SECRET_FILE", ("linkedin", "ads_client_secret")),
        ("LINKEDIN__ADS_TOKEN_FILE", ("linkedin", "ads_token")),
        ("META__ACCESS_TOKEN_FILE", ("meta", "access_token")),
    ],
)
def test_a_secret_whose_file_cannot_be_read_counts_as_missing_for_a_stop(
    file, monkeypatch, variable, key
):
    """Its platform is there all the same: a section without its token is unread, and not off."""
    monkeypatch.setenv(f"ANNONSVAKT_{variable}", "/nowhere/secret")
    path = file(SOUND)
    settings, (warning,) = load_for_stop(path)
    section = getattr(settings, key[0])
    assert not getattr(section, key[1]).get_secret_value()
    assert (section.enabled, warning.key) == (True, key)
    assert f"ANNONSVAKT_{variable}" in str(warning)
    assert "/nowhere/secret" in str(warning)
    with pytest.raises(Faults) as refused:
        load(path)
    assert len(refused.value.faults) == 1


@pytest.mark.parametrize(
    "variable", ["META__ENABLED_FILE", "META__ACESS_TOKEN_FILE", "META_FILE", "STATE_DIR_FILE"]
)
def test_what_else_cannot_be_read_of_a_platform_refuses_a_stop(file, monkeypatch, variable):
    monkeypatch.setenv(f"ANNONSVAKT_{variable}", "/nowhere/file")
    with pytest.raises(Faults):
        load_for_stop(file(SOUND))


def test_a_rule_that_does_not_exist_cannot_be_switched_off(file):
    (fault,) = faults_of(file('[rules]\noff = ["placement.audience-networks"]\n'))
    assert "line 2" in fault
    assert "did you mean placement.audience-network?" in fault
    settings = load(file('[rules]\noff = ["sender.page"]\n'))
    assert settings.rules.off == ("sender.page",)


PEOPLE = """
[people]
slk = ["Anna"]
trafikkontoret = ["Bo", "Kim"]
[[departments]]
id = "trafikkontoret"
name = "Trafikkontoret"
mail = "social@example.org"
"""


def test_names_stand_under_slk_and_each_department(tmp_path, monkeypatch):
    path = tmp_path / "annonsvakt.toml"
    path.write_text(PEOPLE, encoding="utf-8")
    assert load(path).people.everybody() == ("Anna", "Bo", "Kim")
    monkeypatch.setenv("ANNONSVAKT_PEOPLE__TRAFIKKONTORET", '["Eva"]')
    assert load(path).people.everybody() == ("Anna", "Eva")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("trafikkontoret = ", "trafikontoret = ", "line 2: people: names a department that does"),
        ('["Bo", "Kim"]', '"Bo"', "people.trafikkontoret: must be a list"),
        ('["Bo", "Kim"]', "[1]", "people.trafikkontoret.0: must be a text"),
        ("[people]", "[[people]]", "people: "),
    ],
)
def test_names_under_no_department_are_a_fault(tmp_path, old, new, told):
    path = tmp_path / "annonsvakt.toml"
    path.write_text(PEOPLE.replace(old, new), encoding="utf-8")
    with pytest.raises(Faults) as faults:
        load(path)
    assert any(told in str(one) for one in faults.value.faults)


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ('["2026-05-15", "2026-02-30"]', "sla.extra_closed_days.1: must be a day such as"),
        ('["15 maj"]', "sla.extra_closed_days.0: must be a day such as"),
        ("[2026-05-15T12:00:00]", "sla.extra_closed_days.0"),
        ("[20260515]", "sla.extra_closed_days.0"),
        ('"2026-05-15"', "sla.extra_closed_days: must be a list"),
        ("[2016-05-15]", "names 2016-05-15, which no deadline can touch"),
        ("[2101-01-01]", "days from 2026-01-01 to 2100-12-31 count"),
        ('[2026-05-15, "2026-05-15"]', "names 2026-05-15 more than once; was another day meant?"),
    ],
)
def test_closed_days_that_cannot_be_meant_are_refused_with_their_line(file, days, why):
    (fault,) = faults_of(file(f"[sla]\nextra_closed_days = {days}\n"))
    assert "line 2" in fault
    assert why in fault


def test_closed_days_that_are_past_may_stand(file):
    kept = load(file("[sla]\nextra_closed_days = [2026-05-15, 2026-12-24]\n"))
    assert [day.isoformat() for day in kept.sla.extra_closed_days] == ["2026-05-15", "2026-12-24"]


def test_who_reads_another_language_is_told_by_the_address(file):
    settings = load(
        file(
            '[mail]\nreport_to = ["a@example.org", "b@example.org"]\nenglish = ["B@example.org"]\n'
            '[[departments]]\nid = "parks"\nname = "P"\nmail = "P@example.org"\nlanguage = "en"\n'
            '[[departments]]\nid = "trafik"\nname = "T"\nmail = "t@example.org"\n'
        )
    )
    people = ["a@example.org", "b@example.org", "p@example.org", "t@example.org", "x@example.org"]
    assert [settings.language_of(one) for one in people] == [None, "en", "en", None, None]
    assert faults_of(
        file('[[departments]]\nid = "a"\nname = "A"\nmail = "a@b.se"\nlanguage = "fi"')
    )
