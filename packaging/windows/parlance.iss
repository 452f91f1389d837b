; An installer over dist\Parlance, by Inno Setup 6:
;   iscc /DVersion=0.1.0 packaging\windows\parlance.iss
; With a certificate, sign dist\Parlance\*.exe and *.dll before, and give /Ssign=... to iscc for the installer.
#ifndef Version
  #define Version "0.0.0"
#endif

[Setup]
AppId=org.parlance.Parlance
AppName=Parlance
AppVersion={#Version}
AppPublisher=The Parlance authors
DefaultDirName={autopf}\Parlance
DefaultGroupName=Parlance
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
OutputDir=..\..\dist
OutputBaseFilename=Parlance-{#Version}-setup
SetupIconFile=..\..\build\icons\parlance.ico
UninstallDisplayIcon={app}\Parlance.exe
LicenseFile=..\..\LICENSE
ChangesAssociations=yes
Compression=lzma2
SolidCompression=yes
ArchitecturesInstallIn64BitMode=x64compatible

[Files]
Source: "..\..\dist\Parlance\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\Parlance"; Filename: "{app}\Parlance.exe"

[Registry]
Root: HKA; Subkey: "Software\Classes\.parlance"; ValueType: string; ValueData: "Parlance.Corpus"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Parlance.Corpus"; ValueType: string; ValueData: "Parlance corpus"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Parlance.Corpus\DefaultIcon"; ValueType: string; ValueData: "{app}\Parlance.exe,0"
Root: HKA; Subkey: "Software\Classes\Parlance.Corpus\shell\open\command"; ValueType: string; ValueData: """{app}\Parlance.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\parlance"; ValueType: string; ValueData: "URL:Link to a turn in Parlance"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\parlance"; ValueType: string; ValueName: "URL Protocol"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\parlance\shell\open\command"; ValueType: string; ValueData: """{app}\Parlance.exe"" open ""%1"""

[Run]
Filename: "{app}\Parlance.exe"; Description: "Start Parlance"; Flags: postinstall nowait skipifsilent
