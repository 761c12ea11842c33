"""Configuration of the portals that tests make: filled in by env.Portal.conf()."""

CONF = """
ServerName 127.0.0.1:{port}
Listen 127.0.0.1:{port}
ServerRoot "{root}"
DefaultRuntimeDir "{root}/run"
PidFile "{root}/run/httpd.pid"
Mutex file:{root}/run default
ErrorLog "{root}/logs/error.log"
LogLevel warn licences:info
LogFormat "%m %U %>s resource=%{{licences-resource}}n problem=%{{licences-problem}}n" test
CustomLog "{root}/logs/access.log" test
{mpm}
{modules}
<IfModule unixd_module>
    User {user}
    Group {group}
</IfModule>
Timeout 10
TraceEnable Off
GracefulShutdownTimeout 5
TypesConfig /etc/mime.types
DocumentRoot "{root}/htdocs"
<Directory />
    Require all denied
    AllowOverride None
</Directory>
<Directory "{root}/htdocs">
    Require all granted
</Directory>
{database}
LoadModule licences_module "{module}"
LicencesSweepInterval {sweep}
"""

LOCATION = """
<Location "/licences">
    AuthType Basic
    AuthName "Portal"
    AuthBasicProvider file
    AuthUserFile "{root}/run/users"
    Require valid-user
    SetHandler licences
    LicencesStylesheets "{stylesheets}"
    LicencesSupport support@portal.example
{inside}
</Location>
"""

MPMS = {
    "event": "StartServers 2\nServerLimit 2\nThreadsPerChild 16\nMaxRequestWorkers 32\nMinSpareThreads 4\n"
             "MaxSpareThreads 32",
    "worker": "StartServers 2\nServerLimit 2\nThreadsPerChild 16\nMaxRequestWorkers 32\nMinSpareThreads 4\n"
              "MaxSpareThreads 32",
    "prefork": "StartServers 4\nServerLimit 16\nMaxRequestWorkers 16\nMinSpareServers 2\nMaxSpareServers 8",
}
