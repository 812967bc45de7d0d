"""Makes resources/pictures, and the pixels that Pillow reads from it and from resources/cases.

Usage: python make_pictures.py; needs pillow 13.0.0 and numpy.

Each picture X lies beside X.expected.png: upright, laid over white, RGB, as Pillow decodes it with its bundled libjpeg-turbo
and libtiff. Pictures of resources/cases come from other programs and are kept as they are.
"""
import io
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

OUT = Path(__file__).parents[1] / "resources" / "pictures"
OUT.mkdir(exist_ok=True)
W, H = 61, 43
REFUSED = {"html", "truncated_half", "one_px_high", "aspect201"}
random = np.random.default_rng(17)
y, x = np.mgrid[0:H, 0:W]
smooth = np.stack([x * 4, y * 5, 255 - x * 2 - y * 2], -1).astype(np.float64)
smooth[8:20, 10:30] = (220, 30, 40)
smooth[22:36, 35:55] = (20, 60, 200)
rgb = np.clip(smooth + random.normal(0, 6, smooth.shape), 0, 255).astype(np.uint8)
alpha = np.clip((x * 7) % 300, 0, 255).astype(np.uint8)
picture = Image.fromarray(rgb)
grey = picture.convert("L")
rgba = picture.copy()
rgba.putalpha(Image.fromarray(alpha))
la = Image.merge("LA", (grey, Image.fromarray(alpha)))
palette = picture.quantize(37)


def saved(image, format, **options):
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def write(name, data):
    (OUT / name).write_bytes(data)


def jpegs():
    for name, options in {
        "444": dict(subsampling="4:4:4"), "422": dict(subsampling="4:2:2"), "420": dict(subsampling="4:2:0"),
        "progressive": dict(progressive=True), "restart": dict(restart_marker_blocks=3), "q30": dict(quality=30),
        "rgb": dict(keep_rgb=True, subsampling="4:4:4"),
    }.items():
        write(f"jpeg_{name}.jpg", saved(picture, "JPEG", **{"quality": 90, **options}))
    write("jpeg_grey.jpg", saved(grey, "JPEG", quality=90))
    cmyk = saved(picture.convert("CMYK"), "JPEG", quality=90)
    write("jpeg_cmyk.jpg", cmyk)
    at = cmyk.index(b"Adobe") - 4
    write("jpeg_cmyk_no_adobe.jpg", cmyk[:at] + cmyk[at + 16:])
    # The same numbers, declared as YCCK.
    write("jpeg_ycck.jpg", cmyk[:at + 15] + b"\x02" + cmyk[at + 16:])
    rgb_file = saved(picture, "JPEG", quality=90, keep_rgb=True, subsampling="4:4:4")
    adobe = bytes.fromhex("ffee000e") + b"Adobe" + bytes.fromhex("00640000000000")
    ids = {c: saved(picture, "JPEG", quality=90, subsampling="4:2:0") for c in ("012", "123")}
    for name, data in ids.items():
        write(f"jpeg_ids{name}_bare.jpg", renumbered(without_app0(data), name))
    plain = without_app0(saved(picture, "JPEG", quality=90, subsampling="4:4:4"))
    write("jpeg_ids_odd_bare.jpg", renumbered(plain, "579"))
    write("jpeg_adobe_rgb.jpg", plain[:2] + adobe + plain[2:])
    write("jpeg_adobe_ycc.jpg", plain[:2] + adobe[:-1] + b"\x01" + plain[2:])
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        write(f"jpeg_exif{orientation}.jpg", saved(picture, "JPEG", quality=90, exif=exif))
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    write("jpeg_gps.jpg", saved(picture, "JPEG", quality=90, exif=exif))
    base = saved(picture, "JPEG", quality=90)
    for order in "<>":
        for kind, code, pack in (("byte", 1, "B3x"), ("short", 3, "H2x"), ("long", 4, "I"), ("slong", 9, "i")):
            tiff = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 8)
            tiff += struct.pack(order + "HHHI", 1, 0x0112, code, 1) + struct.pack(order + pack, 8) + bytes(4)
            app1 = b"Exif\0\0" + tiff
            write(f"jpeg_exif_{kind}_{'le' if order == '<' else 'be'}.jpg",
                  base[:2] + b"\xff\xe1" + struct.pack(">H", len(app1) + 2) + app1 + base[2:])
    write("jpeg_icc_broken.jpg", saved(picture, "JPEG", quality=90, icc_profile=b"not a profile" * 20))
    write("mpo.jpg", saved(picture, "MPO", save_all=True, append_images=[grey.convert("RGB")]))


def without_app0(data):
    length = struct.unpack(">H", data[4:6])[0]
    return data[:2] + data[4 + length:]


def renumbered(data, ids):
    data = bytearray(data)
    frame = data.index(b"\xff\xc0")
    scan = data.index(b"\xff\xda")
    for k, c in enumerate(ids):
        data[frame + 10 + 3 * k] = int(c)
        data[scan + 5 + 2 * k] = int(c)
    return bytes(data)


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(samples, depth, colour, extra=b""):
    """A PNG of raw samples, height x width x channels."""
    height, width, channels = samples.shape
    rows = b""
    for row in samples:
        flat = row.reshape(-1)
        if depth == 16:
            packed = flat.astype(">u2").tobytes()
        elif depth == 8:
            packed = flat.astype(np.uint8).tobytes()
        else:
            bits = "".join(format(int(v), f"0{depth}b") for v in flat)
            bits += "0" * (-len(bits) % 8)
            packed = int(bits, 2).to_bytes(len(bits) // 8, "big")
        rows += b"\0" + packed
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def pngs():
    for name, image in {"rgb": picture, "rgba": rgba, "grey": grey, "la": la, "palette": palette}.items():
        write(f"png_{name}.png", saved(image, "PNG"))
    wide = (rgb.astype(np.uint16) << 8) + random.integers(0, 256, rgb.shape, dtype=np.uint16)
    write("png_rgb16.png", png(wide, 16, 2))
    write("png_grey16.png", png(wide[:, :, :1], 16, 0))
    write("png_rgba16.png", png(np.concatenate([wide, alpha[:, :, None].astype(np.uint16) * 257], -1), 16, 6))
    write("png_la16.png", png(np.stack([wide[:, :, 0], alpha.astype(np.uint16) * 257], -1), 16, 4))
    levels = np.asarray(grey)[:, :, None]
    colours = bytes(random.integers(0, 256, 3 * 16, dtype=np.uint8))
    for depth in (1, 2, 4):
        small = levels >> (8 - depth)
        write(f"png_grey{depth}.png", png(small, depth, 0))
        write(f"png_grey{depth}_trns.png", png(small, depth, 0, chunk(b"tRNS", struct.pack(">H", 1))))
        plte = chunk(b"PLTE", colours[:3 << depth])
        write(f"png_palette{depth}.png", png(small, depth, 3, plte))
        write(f"png_palette{depth}_trns.png", png(small, depth, 3, plte + chunk(b"tRNS", bytes([0, 128]))))
    flat = np.asarray(palette.convert("RGB"))
    key = struct.pack(">HHH", *(int(v) for v in flat[12, 12]))
    write("png_rgb_trns.png", png(flat, 8, 2, chunk(b"tRNS", key)))
    write("png_grey_trns.png", png(levels, 8, 0, chunk(b"tRNS", struct.pack(">H", int(levels[12, 12, 0])))))
    write("png_gamma.png", png(rgb, 8, 2, chunk(b"gAMA", struct.pack(">I", 100000))))
    write("png_icc_broken.png", png(rgb, 8, 2, chunk(b"iCCP", b"x\0\0" + zlib.compress(b"no profile"))))
    exif = b"MM" + struct.pack(">HIHHHIHHI", 42, 8, 1, 0x0112, 3, 1, 6, 0, 0)
    write("png_exif6.png", png(rgb, 8, 2, chunk(b"eXIf", exif)))
    write("png_interlaced.png", interlaced())


def interlaced():
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    rows = b""
    for left, top, dx, dy in passes:
        for row in rgb[top::dy, left::dx]:
            rows += b"\0" + row.tobytes()
    header = struct.pack(">IIBBBBB", W, H, 8, 2, 0, 0, 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def others():
    write("gif_plain.gif", saved(palette, "GIF", interlace=0))
    write("gif_interlaced.gif", saved(palette, "GIF", interlace=1))
    write("gif_transparent.gif", saved(palette, "GIF", transparency=int(np.asarray(palette)[12, 12])))
    write("gif_animated.gif", saved(palette, "GIF", save_all=True, append_images=[grey]))
    gif = bytearray(saved(palette, "GIF", transparency=int(np.asarray(palette)[12, 12])))
    gif[6:10] = struct.pack("<HH", W + 9, H + 6)
    frame = gif.index(b"\x2c\0\0\0\0" + struct.pack("<HH", W, H))
    gif[frame + 1:frame + 5] = struct.pack("<HH", 5, 4)
    write("gif_offset.gif", bytes(gif))
    write("tiff_big_endian.tif", plain_tiff(np.asarray(grey), 1))
    write("tiff_white_is_zero.tif", plain_tiff(255 - np.asarray(grey), 0))
    write("tiff_rgb16.tif", plain_tiff((rgb.astype(np.uint16) << 8) + 77, 2))
    for name, image, options in (
        ("rgb", picture, {}), ("lzw", picture, dict(compression="tiff_lzw")), ("deflate", picture, dict(compression="tiff_adobe_deflate")),
        ("packbits", picture, dict(compression="packbits")), ("jpeg", picture, dict(compression="jpeg", quality=90)),
        ("grey", grey, {}), ("bilevel", grey.convert("1"), {}), ("group4", grey.convert("1"), dict(compression="group4")),
        ("palette", palette, {}), ("rgba", rgba, {}), ("la", la, {}), ("cmyk", picture.convert("CMYK"), {}),
        ("grey16", Image.fromarray(np.asarray(grey).astype(np.uint16) * 257), {}),
        ("predictor", picture, dict(compression="tiff_lzw", tiffinfo={317: 2})),
        ("orientation6", picture, dict(tiffinfo={274: 6})), ("strips", picture, dict(strip_size=500)),
    ):
        write(f"tiff_{name}.tif", saved(image, "TIFF", **options))


def plain_tiff(samples, photometric):
    """An uncompressed TIFF with the high byte first."""
    channels = 1 if samples.ndim == 2 else samples.shape[2]
    bits = samples.itemsize * 8
    entries = [(256, 3, 1, W), (257, 3, 1, H), (258, 3, channels, bits), (259, 3, 1, 1), (262, 3, 1, photometric), (273, 4, 1, 0),
               (277, 3, 1, channels), (278, 3, 1, H), (279, 4, 1, samples.nbytes)]
    behind = 8 + 2 + 12 * len(entries) + 4
    body = b"MM" + struct.pack(">HI", 42, 8) + struct.pack(">H", len(entries))
    for tag, kind, count, value in entries:
        if tag == 273:
            value = behind + 6
        if tag == 258 and count == 3:
            body += struct.pack(">HHII", tag, kind, count, behind)
        elif kind == 3:
            body += struct.pack(">HHIHH", tag, kind, count, value, 0)
        else:
            body += struct.pack(">HHII", tag, kind, count, value)
    return body + bytes(4) + struct.pack(">HHH", bits, bits, bits) + samples.astype(samples.dtype.newbyteorder(">")).tobytes()


def expected(path):
    if path.name.startswith("jpeg_exif_"):
        # Pillow ignores an orientation stored as a byte.
        return Image.open(path).convert("RGB").transpose(Image.Transpose.ROTATE_90)
    image = ImageOps.exif_transpose(Image.open(path))
    if image.mode == "I;16":
        # Pillow's own conversions differ between versions; its 16-bit RGB keeps the high byte.
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8)).convert("RGB")
    if image.has_transparency_data:
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")
    return image.convert("RGB")


jpegs()
pngs()
others()
for path in sorted([*OUT.iterdir(), *(OUT.parent / "cases").iterdir()]):
    if path.name.endswith(".expected.png") or path.name.split(".")[0] in REFUSED or path.suffix in (".heic", ".webp") or path.stem == "stripes4096":
        continue
    expected(path).save(str(path) + ".expected.png", optimize=True)
