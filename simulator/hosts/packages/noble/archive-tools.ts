/** What people install on Ubuntu 24.04; columns are in `noble-packages.ts`. */
export const ARCHIVE_TOOLS = `
acl|2.3.2-1build1.1|amd64|utils|optional|210||libacl1 libc6|access control list - utilities
aide|0.18.6-2build2|amd64u|admin|optional|293||libacl1 libaudit1 libc6 libcap2 libext2fs2t64 libpcre2-8-0 libselinux1 zlib1g|Advanced Intrusion Detection Environment - dynamic binary
ansible-core|2.16.3-0ubuntu2|amd64u|admin|optional|7902||python3-cryptography python3-jinja2 python3-packaging python3-yaml python3 openssh-client python3-httplib2|Configuration management, deployment, and task execution system
apparmor-profiles|4.0.1really4.0.1-0ubuntu0.24.04.4|amd64|admin|optional|305|apparmor|apparmor|experimental profiles for AppArmor security policies
apparmor-utils|4.0.1really4.0.1-0ubuntu0.24.04.4|amd64|admin|optional|377|apparmor|apparmor python3|utilities for controlling AppArmor
apt-file|3.3|amd64u|admin|optional|89||perl apt|search for files within Debian packages (command-line interface)
aptitude|0.8.13-5ubuntu5|amd64u|admin|optional|4268||libapt-pkg6.0t64 libc6 libgcc-s1 libncursesw6 libsqlite3-0 libstdc++6 libtinfo6|terminal-based package manager
attr|1:2.5.2-1build1.1|amd64|utils|optional|154||libattr1 libc6|utilities for manipulating filesystem extended attributes
at|3.2.5-2.1ubuntu3|amd64|admin|optional|159||libpam-runtime libc6 libpam0g libselinux1|Delayed job execution and batch processing
auditd|1:3.1.2-2.1build1.1|amd64|admin|optional|745|audit|init-system-helpers libaudit1 mawk libc6 libcap-ng0 libgssapi-krb5-2 libkrb5-3 libwrap0|User space tools for security auditing
bat|0.24.0-1build1|amd64u|utils|optional|4630|rust-bat|libc6 libgcc-s1|cat(1) clone with syntax highlighting and git integration
bison|2:3.8.2+dfsg-1build2|amd64|devel|optional|3116||libc6|YACC-compatible parser generator
bpftrace|0.20.2-1ubuntu4.3|amd64u|utils|optional|3887||libbpf1 libc6 libdw1t64 libgcc-s1 libstdc++6|high-level tracing language for Linux eBPF
bridge-utils|1.7.1-1ubuntu2|amd64|net|optional|114||libc6|Utilities for configuring the Linux Ethernet bridge
build-essential|12.10ubuntu1|amd64|devel|optional|20||gcc g++ make|Informational list of build-essential packages
buildah|1.33.7+ds1-1ubuntu0.24.04.3|amd64u|devel|optional|20370|golang-github-containers-buildah|uidmap libc6 libdevmapper1.02.1 libseccomp2|CLI tool to facilitate building OCI images
bzip2-doc|1.0.8-5.1build0.1|amd64|doc|optional|612|bzip2||high-quality block-sorting file compressor - documentation
certbot|2.9.0-1|amd64u|web|optional|159|python-certbot|debconf python3|automatically configure HTTPS using Let's Encrypt
cgroup-tools|2.0.2-2build1|amd64u|admin|optional|334|libcgroup|libc6|control and monitor control groups (tools)
cifs-utils|2:7.0-2ubuntu0.2|amd64|otherosfs|optional|317||libc6 libcap-ng0 libgssapi-krb5-2 libkeyutils1 libkrb5-3 libpam0g python3|Common Internet File System utilities
cmake|3.28.3-1build7|amd64|devel|optional|28897||libc6 libcurl4t64 libexpat1 libgcc-s1 libstdc++6 libuv1t64 zlib1g procps|cross-platform, open-source make system
colordiff|1.0.21-1|amd64u|text|optional|57||perl|tool to colorize 'diff' output
cpu-checker|0.7-1.3build2|amd64|utils|optional|23|||tools to help evaluate certain CPU (or BIOS) features
debsums|3.0.2.1|amd64u|admin|optional|98||perl ucf|tool for verification of installed package files against MD5 checksums
default-mysql-client|1.1.0build1|amd64|database|optional|9|mysql-defaults|mariadb-client|MySQL database client binaries (metapackage)
dmidecode|3.5-3ubuntu0.1|amd64|utils|important|221||libc6|SMBIOS/DMI table decoder
dnsmasq|2.90-2ubuntu0.1|amd64|net|optional|152||init-system-helpers netbase|Small caching DNS proxy and DHCP/TFTP server - system daemon
dnsutils|1:9.18.39-0ubuntu0.24.04.2|amd64|net|optional|26|bind9|bind9-dnsutils|Transitional package for bind9-dnsutils
dos2unix|7.5.1-1|amd64u|text|optional|1529||libc6|convert text file line endings between CRLF and LF
ed|1.20.1-1|amd64|editors|optional|108||libc6|classic UNIX line editor
emacs-nox|1:29.3+1-1ubuntu2|amd64u|editors|optional|33834|emacs|libacl1 libc6 libdbus-1-3 libgmp10 libgnutls30t64 libgpm2 libjansson4 libselinux1 libsystemd0 libtinfo6 libxml2 zlib1g|GNU Emacs editor (without GUI support)
expect|5.45.4-2build1|amd64u|interpreters|optional|317||libc6|Automates interactive applications
fail2ban|1.0.2-3ubuntu0.1|amd64u|net|optional|2129||python3|ban hosts that cause multiple authentication errors
fd-find|9.0.0-1|amd64u|utils|optional|2954|rust-fd-find|libc6 libgcc-s1|Simple, fast and user-friendly alternative to find
ffmpeg|7:6.1.1-3ubuntu5|amd64u|video|optional|2388||libc6|Tools for transcoding, streaming and playing of multimedia files
fio|3.36-1ubuntu0.1|amd64u|utils|optional|2129||libc6 zlib1g init-system-helpers python3|flexible I/O tester
flex|2.6.4-8.2build1|amd64|devel|optional|1241||debconf libc6|fast lexical analyzer generator
fuse-overlayfs|1.13-1|amd64u|misc|optional|113||fuse3 libc6 libfuse3-3|implementation of overlay+shiftfs in FUSE for rootless containers
fzf|0.44.1-1ubuntu0.3|amd64u|utils|optional|3333||libc6|general-purpose command-line fuzzy finder
g++|4:13.2.0-7ubuntu1|amd64|devel|optional|14|gcc-defaults|gcc|GNU C++ compiler
gawk|1:5.2.1-2build3|amd64|interpreters|optional|2906||libc6 libgmp10 libmpfr6 libreadline8t64|GNU awk, a pattern scanning and processing language
gcc|4:13.2.0-7ubuntu1|amd64|devel|optional|47|gcc-defaults||GNU C compiler
gdb|15.0.50.20240403-0ubuntu1|amd64|devel|optional|11629||libc6 libexpat1 libgcc-s1 libgmp10 liblzma5 libmpfr6 libncursesw6 libreadline8t64 libstdc++6 libtinfo6 libxxhash0 libzstd1 zlib1g|GNU Debugger
gdisk|1.0.10-1build1|amd64|admin|optional|885||libc6 libgcc-s1 libncursesw6 libpopt0 libstdc++6 libtinfo6 libuuid1|GPT fdisk text-mode partitioning tool
glances|3.4.0.3+dfsg-1|amd64u|utils|optional|1739||init-system-helpers adduser sysvinit-utils python3-pkg-resources python3-packaging python3|Curses-based monitoring tool
golang-go|2:1.22~2build1|amd64|golang|optional|69|golang-defaults||Go programming language compiler, linker, compiled stdlib
haproxy|2.8.5-1ubuntu3.4|amd64|net|optional|4223||dpkg init-system-helpers libc6 libcrypt1 libpcre2-8-0 libssl3t64 libsystemd0 adduser|fast and reliable load balancing reverse proxy
hdparm|9.65+ds-1build1|amd64|admin|optional|256||libc6|tune hard disk parameters for high performance
hping3|3.a2.ds2-10build2|amd64u|net|optional|254||libc6 libpcap0.8t64|Active Network Smashing Tool
httpie|3.2.2-3|amd64u|web|optional|396||python3 python3-pip python3-pkg-resources python3-pygments python3-requests python3-rich|CLI, cURL-like tool for humans
iftop|1.0~pre4-9build3|amd64u|net|optional|93||libc6 libncurses6 libpcap0.8t64 libtinfo6|displays bandwidth usage information on an network interface
inotify-tools|3.22.6.0-4|amd64u|misc|optional|160||libc6|command-line programs providing a simple interface to inotify
iotop|0.6-42-ga14256a-0.2build1|amd64u|admin|optional|106||python3|simple top-like I/O monitor
iptables-persistent|1.0.20|all|admin|optional|46||netfilter-persistent iptables debconf|boot-time loader for netfilter rules, iptables plugin
netfilter-persistent|1.0.20|all|admin|optional|39|iptables-persistent|init-system-helpers|boot-time loader for netfilter configuration
iperf3|3.16-1build2|amd64u|net|optional|86||init-system-helpers debconf adduser libc6|Internet Protocol bandwidth measuring tool
iperf|2.1.9+dfsg-1|amd64u|net|optional|349||libc6 libgcc-s1 libstdc++6|Internet Protocol bandwidth measuring tool
keepalived|1:2.2.8-1build2|amd64|admin|optional|1364||init-system-helpers iproute2 libc6 libglib2.0-0t64 libmnl0 libnftnl11 libnl-3-200 libnl-genl-3-200 libpcre2-8-0 libssl3t64 libsystemd0|Failover and monitoring daemon for LVS clusters
ldnsutils|1.8.3-2build1|amd64u|net|optional|736|ldns|libc6 libpcap0.8t64 libssl3t64|ldns library for DNS programming - tools (includes drill tool)
libseccomp-dev|2.5.5-1ubuntu3.1|amd64|libdevel|optional|410|libseccomp|libseccomp2|high level interface to Linux seccomp filter (development files)
logwatch|7.7-1ubuntu1|amd64u|admin|optional|2328||perl|log analyser with nice output written in Perl
ltrace|0.7.3-6.4ubuntu3|amd64u|utils|optional|330||libc6 libelf1t64 libselinux1|Tracks runtime library calls in dynamically linked programs
lynx|2.9.0rel.0-2build2|amd64u|web|optional|1935||libbsd0 libbz2-1.0 libc6 libgnutls30t64 libidn2-0 libncursesw6 libtinfo6 zlib1g|classic non-graphical (text-mode) web browser
lz4|1.9.4-1build1.1|amd64|utils|optional|242||libc6 liblz4-1|Fast LZ compression algorithm library - tool
make|4.3-4.1build2|amd64|devel|optional|1592|make-dfsg|libc6|utility for directing compilation
mariadb-client|1:10.11.13-0ubuntu0.24.04.1|amd64|database|optional|62935|mariadb|debianutils perl libc6 libgcc-s1 libssl3t64 libstdc++6 zlib1g|MariaDB database client binaries
moreutils|0.69-1|amd64u|utils|optional|244||libc6 perl|additional Unix utilities
mtr-tiny|0.95-1.1ubuntu0.1|amd64|net|optional|161|mtr|libc6 libjansson4 libncurses6 libtinfo6|Full screen ncurses traceroute tool
ncdu|1.19-0.1|amd64u|admin|optional|113||libc6 libncursesw6 libtinfo6|ncurses disk usage viewer
neofetch|7.1.0-4|amd64u|utils|optional|352|||Shows Linux System Information with Distribution Logo
neovim|0.9.5-6ubuntu2|amd64u|editors|optional|4680||libc6 libuv1t64|heavily refactored vim fork
nftables|1.0.9-1ubuntu0.1|amd64|net|important|176||libnftables1 libc6 libedit2|Program to control packet filtering rules by Netfilter project
ngrep|1.47+ds1-5build1|amd64u|net|optional|78||libc6 libpcap0.8t64 libpcre2-8-0|grep for network traffic
nload|0.7.4-2build5|amd64u|net|optional|160||libc6 libncurses6 libstdc++6 libtinfo6|realtime console network usage monitor
nmap|7.94+git20230807.3008145db+dfsg-3build2|amd64u|net|optional|4434||libc6 libgcc-s1 libpcap0.8t64 libssl3t64 libstdc++6 zlib1g|The Network Mapper
nodejs|18.19.1+dfsg-6ubuntu5|amd64u|web|optional|191771||libc6 libstdc++6 python3 ca-certificates|Node.js event-based server-side javascript engine
npm|9.2.0~ds1-2|amd64u|web|optional|2941||ca-certificates nodejs|package manager for Node.js
ntpdate|1:4.2.8p15+dfsg-2~1.2.2+dfsg1-4build2|amd64u|net|optional|62|ntpsec||Network Time Protocol client (transitional package)
numactl|2.0.18-1build1|amd64|admin|optional|137||libc6|NUMA scheduling and memory placement tool
openjdk-17-jre-headless|17.0.16+8~us1-0ubuntu1~24.04.1|amd64|java|optional|188872|openjdk-17|util-linux libc6 libgcc-s1 libstdc++6 zlib1g|OpenJDK Java runtime, using Hotspot JIT (headless)
openjdk-21-jre-headless|21.0.8+9~us1-0ubuntu1~24.04.1|amd64|java|optional|197000|openjdk-21|ca-certificates libc6 libstdc++6|OpenJDK Java runtime, using Hotspot JIT (headless)
openvpn|2.6.14-0ubuntu0.24.04.2|amd64|net|optional|1777||debconf libc6 libcap-ng0 liblz4-1 liblzo2-2 libnl-3-200 libnl-genl-3-200 libpam0g libssl3t64 libsystemd0|virtual private network daemon
parallel|20231122+ds-1|allu|utils|optional|2894||procps sysstat perl|build and execute command lines from standard input in parallel
parted|3.6-4build1|amd64|admin|optional|122||libc6 libparted2t64 libreadline8t64 libtinfo6|disk partition manipulator
pciutils|1:3.10.0-2build1|amd64|admin|standard|210||libc6 libkmod2 libpci3|PCI utilities
perf-tools-unstable|1.0.1~20200130+git49b8cdf-1ubuntu3|amd64u|utils|optional|495|||DTrace-like tools for Linux
pigz|2.8-1|amd64u|utils|optional|158||dpkg libc6 zlib1g|Parallel Implementation of GZip
postgresql-client|16+257build1.1|amd64|database|optional|16|postgresql-common||front-end programs for PostgreSQL (supported version)
pv|1.8.5-2build1|amd64u|utils|optional|135||libc6|Shell pipeline element to meter data passing through
python-is-python3|3.11.4-1|amd64|python|optional|16|what-is-python|python3|symlinks /usr/bin/python to python3
python3-dev|3.12.3-0ubuntu2|amd64|python|optional|155|python3-defaults|python3|header files and a static library for Python (default)
python3-pip|24.0+dfsg-1ubuntu1.3|allu|python|optional|6678|python-pip|ca-certificates python3-setuptools python3|Python package installer
python3-venv|3.12.3-0ubuntu2|amd64u|python|optional|6|python3-defaults|python3|venv module for python3 (default python3 version)
qemu-guest-agent|1:8.2.2+ds-0ubuntu1.10|amd64|otherosfs|optional|1123|qemu|init-system-helpers libc6 libglib2.0-0t64 libudev1|Guest-side qemu-system agent
redis-tools|5:7.0.15-1ubuntu0.24.04.1|amd64|database|optional|5837|redis|adduser libatomic1 libc6 libssl3t64 libsystemd0|Persistent key-value database with network interface (client)
ripgrep|14.1.0-1|amd64u|utils|optional|4557|rust-ripgrep|libc6 libgcc-s1 libpcre2-8-0|Recursively searches directories for a regex pattern
rkhunter|1.4.6-12|amd64u|admin|optional|1072||debconf binutils file lsof net-tools ucf perl|rootkit, backdoor, sniffer and exploit scanner
ruby|1:3.2~ubuntu1|amd64|ruby|optional|29|ruby-defaults||Interpreter of object-oriented scripting language Ruby (default version)
screen|4.9.1-1ubuntu1|amd64|misc|optional|997||libc6 libcrypt1 libpam0g libtinfo6 libutempter0 debianutils|terminal multiplexer with VT100/ANSI terminal emulation
shellcheck|0.9.0-1|amd64u|devel|optional|18987||libc6 libffi8 libgmp10|lint tool for shell scripts
siege|4.0.7-1build3|amd64u|web|optional|280||libc6 libssl3t64 zlib1g|HTTP regression testing and benchmarking utility
skopeo|1.13.3+ds1-2ubuntu0.24.04.2|amd64u|devel|optional|15951||libc6 libdevmapper1.02.1|Tooling to work with remote images registries
slirp4netns|1.2.1-1build2|amd64u|misc|optional|102||libc6 libglib2.0-0t64 libseccomp2|User-mode networking for unprivileged network namespaces
sqlite3|3.45.1-1ubuntu2.5|amd64|database|optional|533||libc6 libreadline8t64 libsqlite3-0 zlib1g|Command line interface for SQLite 3
sshfs|3.7.3-1.1build3|amd64u|utils|optional|122|sshfs-fuse|libc6 libfuse3-3 libglib2.0-0t64 fuse3 openssh-client|filesystem client based on SSH File Transfer Protocol
sshpass|1.09-1|amd64u|utils|optional|38||libc6|Non-interactive ssh password authentication
stow|2.3.1-1|amd64u|admin|optional|845||perl|Organizer for /usr/local software packages
stress-ng|0.17.06-1build1|amd64u|devel|optional|8836||libapparmor1 libbsd0 libc6 libcrypt1 libkmod2 libxxhash0 zlib1g|tool to load and stress a computer
stress|1.0.7-1|amd64u|devel|optional|56||libc6|tool to impose load on and stress test a computer system
sysstat|12.6.1-2|amd64|admin|optional|1785||ucf xz-utils debconf libc6|system performance tools for Linux
tig|2.5.8-1|amd64u|vcs|optional|1186||git libc6 libncursesw6 libpcre2-8-0 libreadline8t64 libtinfo6|ncurses-based text-mode interface for Git
time|1.9-0.2build1|amd64|utils|optional|129||libc6|GNU time program for measuring CPU resource usage
tmux|3.4-1ubuntu0.1|amd64|admin|optional|1106||libc6 libevent-core-2.1-7t64 libtinfo6 libutempter0|terminal multiplexer
tshark|4.2.2-1.1build3|amd64u|net|optional|396|wireshark|libc6 libglib2.0-0t64 libpcap0.8t64 libpcre2-8-0 zlib1g|network traffic analyzer - console version
uidmap|1:4.13+dfsg1-4ubuntu3.2|amd64|admin|optional|311|shadow|libaudit1 libc6 libselinux1|programs to help use subuids
unhide|20220611-1build2|amd64u|admin|optional|167||libc6 iproute2 net-tools lsof psmisc procps|forensic tool to find hidden processes and ports
usbutils|1:017-3build1|amd64|utils|optional|320||libc6 libudev1 libusb-1.0-0|Linux USB utilities
valgrind|1:3.22.0-0ubuntu3|amd64|devel|optional|77683||libc6|instrumentation framework for building dynamic analysis tools
vim-nox|2:9.1.0016-1ubuntu7.9|amd64|editors|optional|4158|vim|vim-common vim-runtime libacl1 libc6 libgpm2 libperl5.38t64 libselinux1 libsodium23 libtinfo6|Vi IMproved - enhanced vi editor - with scripting languages support
whois|5.5.22|amd64|net|optional|385||libc6 libcrypt1 libidn2-0|intelligent WHOIS client
wireguard-tools|1.0.20210914-1ubuntu4|amd64|net|optional|321|wireguard|libc6|fast, modern, secure kernel VPN tunnel (userland utilities)
wireguard|1.0.20210914-1ubuntu4|amd64|net|optional|17||wireguard-tools|fast, modern, secure kernel VPN tunnel (metapackage)
wrk|4.1.0-4build2|amd64u|web|optional|122||libc6 libssl3t64|HTTP benchmarking tool
xclip|0.13-3|amd64u|x11|optional|64||libc6|command line interface to X selections
yamllint|1.33.0-1|amd64u|devel|optional|192||python3-pkg-resources python3-yaml python3|Linter for YAML files
zsh|5.9-6ubuntu2|amd64|shells|optional|2461||libc6 libcap2 libtinfo6 debianutils|shell with lots of features
`;
