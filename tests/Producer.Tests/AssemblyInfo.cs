// Key files have modes.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
