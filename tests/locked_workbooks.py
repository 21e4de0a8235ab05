"""Workbooks that LibreOffice itself locked with a password, one of each kind that it writes."""

import subprocess
from pathlib import Path
from string import Template

from tests import parts

_FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97"}
# No option of the command line sets a password. For .xls the key is given, not made of a word.
_MACRO = Template(
    """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
  script:language="StarBasic">
Sub SaveLocked
  Dim unseen(0) As New com.sun.star.beans.PropertyValue
  unseen(0).Name = "Hidden" : unseen(0).Value = True
  held = StarDesktop.loadComponentFromURL("$source", "_blank", 0, unseen())
  bytes = CreateUnoValue("[]byte", Array(1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16))
  Dim key(3) As New com.sun.star.beans.NamedValue
  key(0).Name = "OOXPassword" : key(0).Value = "bi-mat"
  key(1).Name = "CryptoType" : key(1).Value = "Standard"
  key(2).Name = "STD97EncryptionKey" : key(2).Value = bytes
  key(3).Name = "STD97UniqueID" : key(3).Value = bytes
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "FilterName"
  how(1).Name = "EncryptionData" : how(1).Value = key()
  $stores
  held.close(True)
End Sub
</script:module>
"""
)
_STORE = Template('how(0).Value = "$filter" : held.storeToURL("$target", how())')
_STORE_OPEN = Template(
    'how(1).Name = "Password" : how(1).Value = "bi-mat"\n  '
    'how(0).Value = "$filter" : held.storeToURL("$target", how())'
)


def locked_workbooks(source: Path, folder: Path) -> dict[str, bytes]:
    """By the ending of its name what the workbook becomes with a password; `folder` is empty."""
    profile = folder / "profile"
    program = [parts.libreoffice() or "", f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    subprocess.run([*program, "--terminate_after_init"], check=True, capture_output=True)
    targets = {ending: folder / f"locked.{ending}" for ending in ("xlsx", "xls", "ods")}
    stores = [
        (_STORE_OPEN if ending == "ods" else _STORE).substitute(
            filter=_FILTERS[ending], target=target.as_uri()
        )
        for ending, target in targets.items()
    ]
    module = profile / "user" / "basic" / "Standard" / "Module1.xba"
    module.write_text(_MACRO.substitute(source=source.as_uri(), stores="\n  ".join(stores)))
    command = [*program, "macro:///Standard.Module1.SaveLocked"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return {ending: target.read_bytes() for ending, target in targets.items()}
