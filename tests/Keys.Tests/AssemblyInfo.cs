// Modes of files are part of what these tests check.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
