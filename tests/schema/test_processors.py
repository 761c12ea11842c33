"""The schema as partners' tools see it: Java's validator and Xerces-C, Python's xmlschema, .NET's; the classes that xjc, xsd
and xsdcxx make of it; and all XML that the HTTP suite has seen held against it."""
import glob
import os
import re
import shutil
import subprocess

import pytest
import xmlschema
from lxml import etree

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SCHEMAS = [os.path.join(ROOT, "xslt", name) for name in ("problem.xsd", "licences.xsd")]     # the first is imported
GOLDENS = sorted(path for path in glob.glob(os.path.join(ROOT, "tests/golden/view/*.xml"))
                 if not os.path.basename(path).startswith(("mail-", "language", "help")))       # no program ever sees one of these
ANSWERS = os.environ.get("LICENCES_ANSWERS")    # where tests/http kept what it saw; without it the goldens have to do
PACKAGES = "licences.mod._1:ietf.rfc._7807"     # as xjc names them after the namespaces
JARS = ":".join("/usr/share/java/%s.jar" % name for name in (
    "jaxb-api", "jaxb-runtime", "istack-commons-runtime", "txw2", "stax-ex", "FastInfoset", "javax.activation"))
INSTANCE = '<element name="instance" type="xs:anyURI">'.replace("<", "<xs:")


def run(*words, **options):
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300, **options)


def must(*words, **options):
    done = run(*words, **options)
    assert done.returncode == 0, done.stdout[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def seen():
    """All files of XML there are."""
    return GOLDENS + sorted(glob.glob(os.path.join(ANSWERS, "*.xml")) if ANSWERS else [])


@pytest.fixture(scope="module")
def various(seen):
    """A few of them, in which there is everything: each element and attribute, wherever it can stand."""
    known, chosen = set(), []
    for path in seen:
        found = set()
        for _, element in etree.iterparse(path, events=("start",)):
            place = "/".join([step.tag for step in element.iterancestors()][::-1] + [str(element.tag)])
            found.add(place)
            found.update("%s@%s" % (place, name) for name in element.attrib)
        if not found <= known:
            known |= found
            chosen.append(path)
    return chosen


def list_of(paths, folder):
    name = os.path.join(str(folder), "list")
    with open(name, "w") as file:
        file.write("".join(path + "\n" for path in paths))
    return name


# --- Java: its own validator, and JAXB

@pytest.fixture(scope="module")
def java(tmp_path_factory):
    """A command that runs Answers.java, beside the classes that xjc makes"""
    folder = tmp_path_factory.mktemp("java")
    os.mkdir(folder / "sources")
    must("xjc", "-quiet", "-d", str(folder / "sources"), SCHEMAS[1])
    must("ecj", "-17", "-proc:none", "-nowarn", "-cp", JARS, "-d", str(folder / "classes"), str(folder / "sources"),
         os.path.join(HERE, "Answers.java"))
    return ["java", "-Xshare:auto", "-cp", "%s:%s" % (folder / "classes", JARS), "Answers"]


def java_validates(command, paths, folder, schemas=SCHEMAS):
    return run(*command, "validate", schemas[1], list_of(paths, folder))


def java_round_trips(command, paths, folder, to):
    return run(*command, "roundtrip", SCHEMAS[1], list_of(paths, folder), str(to), PACKAGES)


# --- .NET, as Mono has it

def xsd_classes(schemas, folder):
    return run("xsd", *schemas, "/classes", "/outputdir:" + str(folder))


@pytest.fixture(scope="module")
def dotnet(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dotnet")
    assert xsd_classes(SCHEMAS, folder).returncode == 0
    sources = glob.glob(str(folder / "*.cs"))
    must("mcs", "-target:library", "-out:" + str(folder / "classes.dll"), *sources)
    must("mcs", "-r:" + str(folder / "classes.dll"), "-out:" + str(folder / "Answers.exe"), os.path.join(HERE, "Answers.cs"))
    return ["mono", str(folder / "Answers.exe")]


def dotnet_validates(command, paths, folder, schemas=SCHEMAS):
    return run(*command, "validate", list_of(paths, folder), *schemas)


def dotnet_round_trips(command, paths, folder, to):
    return run(*command, "roundtrip", list_of(paths, folder), str(to))


# --- whoever reads a schema

def xerces_c(schemas, folder):
    done = run("SCMPrint", "-f", schemas[1])
    return not re.search(r"^(Error|Fatal Error|Warning) ", done.stdout, re.M | re.I), done.stdout


def python(schemas, folder):
    try:
        xmlschema.XMLSchema(schemas[1])
        return True, ""
    except xmlschema.XMLSchemaException as wrong:
        return False, str(wrong)


def xjc(schemas, folder):
    done = run("xjc", "-quiet", "-d", str(folder), schemas[1])
    return done.returncode == 0 and "[" not in done.stdout, done.stdout


def xsdcxx(schemas, folder):
    done = run("xsdcxx", "cxx-tree", "--output-dir", str(folder), *schemas)
    return done.returncode == 0, done.stdout


def xsd(schemas, folder):
    done = xsd_classes(schemas, folder)     # writes classes of what it couldn't take, too
    return done.returncode == 0 and "Error:" not in done.stdout, done.stdout


READERS = [xerces_c, python, xjc, xsdcxx, xsd]


@pytest.fixture
def altered(tmp_path):
    """The schemas with something changed in the first."""
    def make(what, by):
        copies = [shutil.copy(path, tmp_path) for path in SCHEMAS]
        with open(copies[0]) as file:
            text = file.read()
        assert text.count(what) == 1
        with open(copies[0], "w") as file:
            file.write(text.replace(what, by))
        return copies
    return make


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_each_processor_takes_the_schema(reader, tmp_path):
    taken, said = reader(SCHEMAS, tmp_path)
    assert taken, said


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_a_schema_in_which_two_particles_claim_one_element_is_refused_by_each(reader, altered, tmp_path):
    os.mkdir(tmp_path / "made")
    broken = altered(INSTANCE, INSTANCE.replace(">", ' minOccurs="0">'))
    taken, said = reader(broken, tmp_path / "made")
    assert not taken and re.search("unique.particle|attribution|ambiguous", said, re.I), said


def test_java_and_dotnet_refuse_it_too(java, dotnet, altered, tmp_path):
    broken = altered(INSTANCE, INSTANCE.replace(">", ' minOccurs="0">'))
    assert "Unique Particle Attribution" in java_validates(java, [], tmp_path, broken).stdout
    done = dotnet_validates(dotnet, [], tmp_path, broken)
    assert done.returncode != 0 and re.search("unique|ambiguous", done.stdout, re.I), done.stdout


# --- what was answered and sent

def test_all_xml_that_was_seen_is_valid_for_java(java, seen, tmp_path):
    done = java_validates(java, seen, tmp_path)
    assert done.returncode == 0, done.stdout[:4000]


def test_all_xml_that_was_seen_is_valid_for_dotnet(dotnet, seen, tmp_path):
    done = dotnet_validates(dotnet, seen, tmp_path)
    assert done.returncode == 0, done.stdout[:4000]


def test_the_goldens_are_valid_for_python():       # which would take too long for all
    schema = xmlschema.XMLSchema(SCHEMAS[1])
    wrong = [(path, str(error)) for path in GOLDENS for error in schema.iter_errors(path)]
    assert not wrong, wrong[:3]


@pytest.fixture(params=["attribute", "element", "value"])
def broken(request, tmp_path):
    """A golden answer with something in it that the schema doesn't know."""
    with open(os.path.join(ROOT, "tests/golden/view/employees.xml")) as file:
        text = file.read()
    wrong = {"attribute": ('<employee id="', '<employee unheard-of="1" id="'),
             "element": ("<name>", "<unheard-of/><name>"),
             "value": ('status="active"', 'status="asleep"')}[request.param]
    assert wrong[0] in text
    path = tmp_path / "broken.xml"
    path.write_text(text.replace(*wrong))
    return str(path)


def test_an_answer_that_breaks_the_schema_is_named_by_each(java, dotnet, broken, tmp_path):
    for done in (java_validates(java, GOLDENS + [broken], tmp_path), dotnet_validates(dotnet, GOLDENS + [broken], tmp_path)):
        assert done.returncode == 1
        assert all(line.startswith(broken + ":") for line in done.stdout.splitlines()), done.stdout
    assert not xmlschema.XMLSchema(SCHEMAS[1]).is_valid(broken)


@pytest.mark.skipif(not ANSWERS, reason="only the goldens are here: no run of tests/http has kept what it saw")
def test_the_suite_has_shown_every_root_of_the_schema(seen):
    roots = {etree.QName(next(etree.iterparse(path, events=("start",)))[1]).localname for path in seen}
    declared = etree.parse(SCHEMAS[1]).xpath("/*/*[local-name() = 'element']/@name")
    assert not set(declared) - roots


# --- objects

def difference(one, other, place=""):
    """What is in only one of two elements; None: they are the same but for comments and what they say of themselves."""
    place += "/" + etree.QName(one).localname
    attributes = [{name: " ".join(value.split()) for name, value in element.attrib.items() if "XMLSchema-instance" not in name}
                  for element in (one, other)]
    children = [[child for child in element if isinstance(child.tag, str)] for element in (one, other)]
    if one.tag != other.tag or attributes[0] != attributes[1] or len(children[0]) != len(children[1]):
        return "%s: %s" % (place, etree.tostring(other)[:300])
    if not children[0] and (one.text or "") != (other.text or ""):
        return "%s: %r, %r" % (place, one.text, other.text)
    return next(filter(None, map(difference, *children, [place] * len(children[0]))), None)


EXTENDED = """<employees xmlns="urn:mod-licences:1" mode="merge" xmlns:hr="urn:hr" hr:batch="7">
<employee login="nora" initials="NO" email="nora@example.com" hr:desk="4"><name>Nora &#230; Berg</name>
<extension><hr:shoe size="39"><hr:colour>red</hr:colour></hr:shoe></extension></employee>
<extension><hr:sent by="us"/></extension></employees>"""


@pytest.mark.parametrize("language", ["java", "dotnet"])
def test_what_its_classes_read_they_write_again(language, request, various, tmp_path):
    command = request.getfixturevalue(language)
    round_trips = {"java": java_round_trips, "dotnet": dotnet_round_trips}[language]
    sent = tmp_path / "extended.xml"
    sent.write_text(EXTENDED)
    os.mkdir(tmp_path / "out")
    paths = various + [str(sent)]
    done = round_trips(command, paths, tmp_path, tmp_path / "out")
    assert done.returncode == 0, done.stdout[:4000]
    for path in paths:
        written = etree.parse(str(tmp_path / "out" / os.path.basename(path))).getroot()
        wrong = difference(etree.parse(path).getroot(), written)
        assert not wrong, (path, wrong)
