/** What an Ubuntu 24.04 server has besides libraries; columns are in `noble-packages.ts`. */
export const NODE_TOOLS = `
adduser|3.137ubuntu1|all|admin|important|686||passwd|add and remove users and groups
apparmor|4.0.1really4.0.1-0ubuntu0.24.04.4|amd64|admin|optional|2567||debconf libc6|user-space parser utility for AppArmor
apport|2.28.3-0ubuntu0.1|all|utils|optional|20|||automatically generate crash reports for debugging
apport-core-dump-handler|2.28.3-0ubuntu0.1|all|utils|optional|18|||Kernel core dump handler for Apport
apport-symptoms|0.25|all|utils|optional|50|||symptom scripts for apport
apt|2.8.3|amd64|admin|required|4232||adduser gpgv libapt-pkg6.0t64 libc6 libgcc-s1 libgnutls30t64 libseccomp2 libstdc++6 libsystemd0|commandline package manager
apt-utils|2.8.3|amd64|admin|important|1037|apt|apt libapt-pkg6.0t64 libc6 libdb5.3t64 libgcc-s1 libstdc++6|package management related utility programs
base-files|13ubuntu10.3|amd64|admin|required!|341|||Debian base system miscellaneous files
base-passwd|3.6.3build1|amd64|admin|required!|247||libc6 libdebconfclient0 libselinux1|Debian base system master password and group files
bash|5.2.21-2ubuntu4|amd64|shells|required!|7164||libc6 libtinfo6 base-files debianutils|GNU Bourne Again SHell
bash-completion|1:2.11-8|all|shells|standard|1463|||programmable completion for the bash shell
bc|1.07.1-3ubuntu4|amd64|math|optional|241||libc6 libreadline8t64|GNU bc arbitrary precision calculator language
bcache-tools|1.0.8-5build1|amd64|utils|optional|106||libblkid1 libc6 libuuid1|bcache userspace tools
bind9-dnsutils|1:9.18.39-0ubuntu0.24.04.5|amd64|net|standard|501|bind9|bind9-host bind9-libs libc6 libedit2 libidn2-0 libkrb5-3|Clients provided with BIND 9
bind9-host|1:9.18.39-0ubuntu0.24.04.5|amd64|net|standard|147|bind9|bind9-libs libc6 libidn2-0|DNS Lookup Utility
bind9-libs|1:9.18.39-0ubuntu0.24.04.5|amd64=|libs|optional|3509|bind9|libuv1t64 libc6 libgssapi-krb5-2 libjson-c5 libkrb5-3 liblmdb0 libmaxminddb0 libnghttp2-14 libssl3t64 libxml2 zlib1g|Shared Libraries used by BIND 9
binutils|2.42-4ubuntu2.5|amd64|devel|optional|109||binutils-common binutils-x86-64-linux-gnu|GNU assembler, linker and binary utilities
binutils-common|2.42-4ubuntu2.5|amd64=|devel|optional|15021|binutils||Common files for the GNU assembler, linker and binary utilities
binutils-x86-64-linux-gnu|2.42-4ubuntu2.5|amd64|devel|extra|11428|binutils|binutils-common libc6 libgcc-s1 libjansson4 libstdc++6 libzstd1 zlib1g|GNU binary utilities, for x86-64-linux-gnu target
bsdextrautils|2.39.3-9ubuntu6.5|amd64|utils|optional|337|util-linux|libc6 libsmartcols1 libtinfo6|extra utilities from 4.4BSD-Lite
bsdutils|1:2.39.3-9ubuntu6.5|amd64|utils|required!|355|util-linux|libc6 libsystemd0|basic utilities from 4.4BSD-Lite
btrfs-progs|6.6.3-1.1build2|amd64|admin|optional|4483||libblkid1 libc6 libcom-err2 libext2fs2t64 liblzo2-2 libudev1 libuuid1 libzstd1 zlib1g|Checksumming Copy on Write Filesystem utilities
busybox-initramfs|1:1.36.1-6ubuntu3.1|amd64|shells|optional|350|||Standalone shell setup for initramfs
bzip2|1.0.8-5.1build0.1|amd64|utils|standard|121||libbz2-1.0 libc6|high-quality block-sorting file compressor - utilities
ca-certificates|20240203|all|misc|standard|388||openssl debconf|Common CA certificates
cloud-guest-utils|0.33-1|all|admin|optional|71|cloud-utils|e2fsprogs fdisk python3|cloud guest utilities
cloud-init|25.2-0ubuntu1~24.04.1|all|admin|optional|2709||eject fdisk gdisk locales lsb-release procps python3-configobj python3-jinja2 python3-jsonpatch python3-jsonschema python3-netifaces python3-oauthlib python3-requests python3-serial python3-yaml python3|initialization system for infrastructure cloud instances
cloud-initramfs-copymods|0.49~24.04.1|all|admin|optional|20|||copy initramfs modules into root filesystem for later use
cloud-initramfs-dyn-netconf|0.49~24.04.1|all|admin|optional|25|cloud-initramfs-tools|initramfs-tools|write a network interface file in /run for BOOTIF
command-not-found|23.04.0|all|admin|optional|522||lsb-release python3-apt python3|Suggest installation of packages in interactive bash sessions
conntrack|1:1.4.8-1ubuntu1|amd64|net|optional|117|conntrack-tools|libc6 libmnl0 libnetfilter-conntrack3|Program to modify the conntrack tables
console-setup|1.226ubuntu1|all|utils|optional|428||debconf console-setup-linux xkb-data keyboard-configuration|console font and keymap setup program
console-setup-linux|1.226ubuntu1|all|utils|optional|2192|console-setup|kbd keyboard-configuration init-system-helpers|Linux specific part of console-setup
coreutils|9.4-3ubuntu6.2|amd64|utils|required!|18062||libacl1 libattr1 libc6 libgmp10 libselinux1|GNU core utilities
cpio|2.15+dfsg-1ubuntu2|amd64|utils|important|1141||libc6|GNU cpio -- a program to manage archives of files
cron|3.0pl1-184ubuntu2|amd64|admin|important|217||init-system-helpers cron-daemon-common libc6 libpam0g libselinux1 sensible-utils libpam-runtime|process scheduling daemon
cron-daemon-common|3.0pl1-184ubuntu2|all|admin|important|44|cron|adduser|process scheduling daemon's configuration files
cryptsetup|2:2.7.0-1ubuntu4.2|amd64|admin|optional|410||cryptsetup-bin dmsetup debconf libc6|disk encryption support - startup scripts
cryptsetup-bin|2:2.7.0-1ubuntu4.2|amd64|admin|optional|2328|cryptsetup|libblkid1 libc6 libcryptsetup12 libpopt0 libuuid1|disk encryption support - command line tools
cryptsetup-initramfs|2:2.7.0-1ubuntu4.2|all|admin|optional|107|cryptsetup|cryptsetup initramfs-tools debconf|disk encryption support - initramfs integration
curl|8.5.0-2ubuntu10.11|amd64|web|optional|489||libc6 libcurl4t64 zlib1g|command line tool for transferring data with URL syntax
dash|0.5.12-6ubuntu5|amd64|shells|required!|191||libc6 debianutils dpkg|POSIX-compliant shell
dbus|1.14.10-4ubuntu4.1|amd64|admin|standard|182||init-system-helpers dbus-bin dbus-daemon dbus-system-bus-common libc6 libdbus-1-3 libexpat1 libsystemd0|simple interprocess messaging system (system message bus)
dbus-bin|1.14.10-4ubuntu4.1|amd64|admin|optional|213|dbus|libc6 libdbus-1-3|simple interprocess messaging system (command line utilities)
dbus-daemon|1.14.10-4ubuntu4.1|amd64|admin|optional|375|dbus|dbus-bin dbus-session-bus-common libapparmor1 libaudit1 libc6 libcap-ng0 libdbus-1-3 libexpat1 libselinux1 libsystemd0|simple interprocess messaging system (reference message bus)
dbus-session-bus-common|1.14.10-4ubuntu4.1|all|admin|optional|107|dbus||simple interprocess messaging system (session bus configuration)
dbus-system-bus-common|1.14.10-4ubuntu4.1|all|admin|optional|119|dbus|adduser|simple interprocess messaging system (system bus configuration)
dbus-user-session|1.14.10-4ubuntu4.1|amd64|admin|optional|111|dbus|dbus-daemon dbus-session-bus-common libpam-systemd systemd|simple interprocess messaging system (systemd --user integration)
dc|1.07.1-3ubuntu4|amd64|math|optional|154|bc|libc6|GNU dc arbitrary precision reverse-polish calculator
debconf|1.5.86ubuntu1|all|admin|required|491|||Debian configuration management system
debconf-i18n|1.5.86ubuntu1|all|localization|important|805|debconf|debconf liblocale-gettext-perl libtext-charwidth-perl libtext-iconv-perl libtext-wrapi18n-perl|full internationalization support for debconf
debianutils|5.17build1|amd64|utils|required!|243||libc6|Miscellaneous utilities specific to Debian
dhcpcd-base|1:10.0.6-1ubuntu3.2|amd64|net|optional|489|dhcpcd5|adduser libc6 libudev1|DHCPv4 and DHCPv6 dual-stack client (binaries and exit hooks)
diffutils|1:3.10-1build1|amd64|utils|required!|1598||libc6|File comparison utilities
dirmngr|2.4.4-2ubuntu17.3|amd64|utils|optional|1329|gnupg2|adduser gpgconf init-system-helpers libassuan0 libc6 libgcrypt20 libgnutls30t64 libgpg-error0 libksba8 libldap2 libnpth0t64|GNU privacy guard - network certificate management service
distro-info|1.7build1|amd64|devel|optional|66||distro-info-data libc6|provides information about the distributions' releases
distro-info-data|0.72-0ubuntu0.24.04.1|all|devel|optional|19|||information about the distributions' releases (data files)
dmeventd|2:1.02.185-3ubuntu3.2|amd64|admin|optional|224|lvm2|libc6 libdevmapper-event1.02.1 libdevmapper1.02.1 liblvm2cmd2.03|Linux Kernel Device Mapper event daemon
dmsetup|2:1.02.185-3ubuntu3.2|amd64|admin|optional|246|lvm2|libc6 libdevmapper1.02.1|Linux Kernel Device Mapper userspace library
dosfstools|4.2-1.1build1|amd64|otherosfs|optional|315||libc6|utilities for making and checking MS-DOS FAT filesystems
dpkg|1.22.6ubuntu6.5|amd64|admin|required!|6409||libbz2-1.0 libc6 liblzma5 libmd0 libselinux1 libzstd1 zlib1g tar|Debian package management system
dracut-install|060+5-1ubuntu3.3|amd64|admin|optional|65|||dracut is an event driven initramfs infrastructure (dracut-install)
e2fsprogs|1.47.0-2.4~exp1ubuntu4.1|amd64|admin|required|1497||libblkid1 libc6 libcom-err2 libext2fs2t64 libss2 libuuid1 logsave|ext2/ext3/ext4 file system utilities
e2fsprogs-l10n|1.47.0-2.4~exp1ubuntu4.1|all|localization|optional|3196|e2fsprogs|e2fsprogs|ext2/ext3/ext4 file system utilities - translations
eatmydata|131-1ubuntu1|all|utils|optional|25|libeatmydata|libeatmydata1|Library and utilities designed to disable fsync and friends
ebtables|2.0.11-6build1|amd64|net|optional|264||netbase libc6|Ethernet bridge frame table administration
efibootmgr|18-1build2|amd64|admin|optional|87||libc6 libefiboot1t64 libefivar1t64 libpopt0|Interact with the EFI Boot Manager
eject|2.39.3-9ubuntu6.5|amd64|utils|optional|132|util-linux|libc6 libmount1|ejects CDs and operates CD-Changers under Linux
ethtool|1:6.7-1build1|amd64|net|optional|668||libc6 libmnl0|display or change Ethernet device settings
fdisk|2.39.3-9ubuntu6.5|amd64|utils|important|479|util-linux|libc6 libfdisk1 libmount1 libncursesw6 libreadline8t64 libsmartcols1 libtinfo6|collection of partitioning utilities
file|1:5.45-3build1|amd64|utils|standard|79||libc6 libmagic1t64|Recognize the type of data in a file using "magic" numbers
finalrd|9build1|all|admin|optional|27|||final runtime directory for shutdown
findutils|4.9.0-5build1|amd64|utils|required!|1746||libc6 libselinux1|utilities for finding files--find, xargs
fonts-ubuntu-console|0.869+git20240321-0ubuntu1|all|fonts|optional|44|||console version of the Ubuntu Mono font
fuse3|3.14.0-5build1|amd64|utils|optional|100||libc6 libfuse3-3 adduser mount sed|Filesystem in Userspace (3.x version)
gcc-14-base|14.2.0-4ubuntu2~24.04.1|amd64=|libs|optional|103|||GCC, the GNU Compiler Collection (base package)
gettext-base|0.21-14ubuntu2|amd64|utils|standard|645|gettext|libc6|GNU Internationalization utilities for the base system
git|1:2.43.0-1ubuntu7.3|amd64|vcs|optional|44890||libc6 libcurl3t64-gnutls libexpat1 libpcre2-8-0 zlib1g perl liberror-perl git-man|fast, scalable, distributed revision control system
git-man|1:2.43.0-1ubuntu7.3|all|doc|optional|2107|git||fast, scalable, distributed revision control system (manual pages)
gnupg|2.4.4-2ubuntu17.3|all|utils|optional|886|gnupg2|dirmngr gnupg-l10n gnupg-utils gpg gpg-agent gpg-wks-client gpgsm gpgv|GNU privacy guard - a free PGP replacement
gnupg-l10n|2.4.4-2ubuntu17.3|all|localization|optional|4875|gnupg2||GNU privacy guard - localization files
gnupg-utils|2.4.4-2ubuntu17.3|amd64|utils|extra|1837|gnupg2|libassuan0 libbz2-1.0 libc6 libgcrypt20 libgpg-error0 libksba8 libreadline8t64 zlib1g|GNU privacy guard - utility programs
gpg|2.4.4-2ubuntu17.3|amd64|utils|optional|1582|gnupg2|gpgconf libassuan0 libbz2-1.0 libc6 libgcrypt20 libgpg-error0 libreadline8t64 libsqlite3-0 zlib1g|GNU Privacy Guard -- minimalist public key operations
gpg-agent|2.4.4-2ubuntu17.3|amd64|utils|optional|1349|gnupg2|gpgconf pinentry-curses init-system-helpers libassuan0 libc6 libgcrypt20 libgpg-error0 libnpth0t64|GNU privacy guard - cryptographic agent
gpg-wks-client|2.4.4-2ubuntu17.3|amd64|utils|optional|683|gnupg2|dirmngr gpg gpg-agent libassuan0 libc6 libgcrypt20 libgpg-error0|GNU privacy guard - Web Key Service client
gpgconf|2.4.4-2ubuntu17.3|amd64|utils|optional|804|gnupg2|libassuan0 libc6 libgcrypt20 libgpg-error0 libreadline8t64|GNU privacy guard - core configuration utilities
gpgsm|2.4.4-2ubuntu17.3|amd64|utils|optional|993|gnupg2|gpgconf libassuan0 libc6 libgcrypt20 libgpg-error0 libksba8 libreadline8t64|GNU privacy guard - S/MIME version
gpgv|2.4.4-2ubuntu17.3|amd64|utils|important|918|gnupg2|libbz2-1.0 libc6 libgcrypt20 libgpg-error0 zlib1g|GNU privacy guard - signature verification tool
grep|3.11-4build1|amd64|utils|required!|1245||libc6 libpcre2-8-0 dpkg|GNU grep, egrep and fgrep
groff-base|1.23.0-3build2|amd64|text|standard|3673|groff|libc6 libgcc-s1 libstdc++6 libuchardet0|GNU troff text-formatting system (base system components)
grub-common|2.12-1ubuntu7.3|amd64|admin|optional|17824|grub2|libc6 libdevmapper1.02.1 libefiboot1t64 libefivar1t64 liblzma5 gettext-base|GRand Unified Bootloader (common files)
grub-efi-amd64-bin|2.12-1ubuntu7.3|amd64|admin|optional|18169|grub2|grub-common|GRand Unified Bootloader, version 2 (EFI-AMD64 modules)
grub-efi-amd64-signed|1.202.5+2.12-1ubuntu7.3|amd64|admin|optional|15356||grub-common|GRand Unified Bootloader, version 2 (amd64 UEFI signed by Debian)
grub-pc|2.12-1ubuntu7.3|amd64|admin|optional|551|grub2|debconf grub-common grub2-common grub-pc-bin ucf|GRand Unified Bootloader, version 2 (PC/BIOS version)
grub-pc-bin|2.12-1ubuntu7.3|amd64|admin|optional|3119|grub2|libc6 libdevmapper1.02.1 grub-common|GRand Unified Bootloader, version 2 (PC/BIOS modules)
grub2-common|2.12-1ubuntu7.3|amd64|admin|optional|1353|grub2|grub-common dpkg libc6 libdevmapper1.02.1 libefiboot1t64 libefivar1t64 liblzma5|GRand Unified Bootloader (common files for version 2)
gzip|1.12-1ubuntu3.1|amd64|utils|required!|252||libc6 dpkg|GNU compression utilities
hostname|3.23+nmu2ubuntu2|amd64|admin|required!|46||libc6|utility to set/show the host name or domain name
htop|3.3.0-4build1|amd64|utils|optional|378||libc6 libncursesw6 libnl-3-200 libnl-genl-3-200 libtinfo6|interactive processes viewer
hwdata|0.379-1|all|misc|optional|75||pci.ids usb.ids|hardware identification / configuration data
ieee-data|20220827.1|all|net|optional|13386||wget|OUI and IAB listings
inetutils-telnet|2:2.5-3ubuntu4|amd64|net|standard|257|inetutils|libc6 libcom-err2 libk5crypto3 libkrb5-3 libtinfo6 netbase|telnet client
init|1.66ubuntu1|amd64|metapackages|important|13|init-system-helpers|systemd-sysv|metapackage ensuring an init system is installed
init-system-helpers|1.66ubuntu1|all|admin|required!|133|||helper tools for all init systems
initramfs-tools|0.142ubuntu25.8|all|utils|optional|58||initramfs-tools-core|generic modular initramfs generator (automation)
initramfs-tools-bin|0.142ubuntu25.8|amd64|utils|optional|115|||binaries used by initramfs-tools
initramfs-tools-core|0.142ubuntu25.8|all|utils|optional|161|initramfs-tools|klibc-utils cpio kmod udev coreutils logsave|generic modular initramfs generator (core tools)
install-info|7.1-3build2|amd64|doc|optional|253|texinfo|libc6|Manage installed documentation in info format
iproute2|6.1.0-1ubuntu6.2|amd64|net|important|3516||debconf libbpf1 libbsd0 libc6 libcap2 libdb5.3t64 libelf1t64 libmnl0 libselinux1 libtirpc3t64 libxtables12 libcap2-bin|networking and traffic control tools
iptables|1.8.10-3ubuntu2|amd64|net|optional|2408||libip4tc2 libip6tc2 libxtables12 netbase libc6 libmnl0 libnetfilter-conntrack3 libnfnetlink0 libnftnl11|administration tools for packet filtering and NAT
iputils-ping|3:20240117-1ubuntu0.1|amd64|net|important|121|iputils|libcap2-bin libc6 libcap2 libidn2-0|Tools to test the reachability of network hosts
iputils-tracepath|3:20240117-1ubuntu0.1|amd64|net|optional|46|iputils|libc6|Tools to trace the network path to a remote host
jq|1.7.1-3ubuntu0.24.04.1|amd64|utils|optional|111||libjq1 libc6|lightweight and flexible command-line JSON processor
kbd|2.6.4-2ubuntu2|amd64|utils|optional|1815||libc6|Linux console font and keytable utilities
keyboard-configuration|1.226ubuntu1|all|utils|optional|2798|console-setup|debconf liblocale-gettext-perl xkb-data|system-wide keyboard preferences
keyboxd|2.4.4-2ubuntu17.3|amd64|utils|optional|385|||GNU privacy guard - public key material service
klibc-utils|2.0.13-4ubuntu0.2|amd64|libs|optional|569|klibc|libklibc|small utilities built with klibc for early boot
kmod|31+20240202-2ubuntu7.2|amd64|admin|important|251||libc6 liblzma5 libssl3t64 libzstd1 libkmod2|tools for managing Linux kernel modules
kpartx|0.9.4-5ubuntu8.2|amd64|admin|optional|74|multipath-tools|dmsetup udev libc6 libdevmapper1.02.1|create device mappings for partitions
krb5-locales|1.20.1-6ubuntu2.8|all|localization|standard|273|krb5||internationalization support for MIT Kerberos
less|590-2ubuntu2.1|amd64|text|important|313||libc6 libtinfo6|pager program similar to more
linux-image-6.8.0-51-generic|6.8.0-51.52|amd64|kernel|optional|14631||kmod linux-base linux-modules-6.8.0-51-generic|Signed kernel image generic
linux-image-generic|6.8.0-51.52|amd64|kernel|optional|16||linux-image-6.8.0-51-generic linux-modules-extra-6.8.0-51-generic|Generic Linux kernel image
linux-modules-6.8.0-51-generic|6.8.0-51.52|amd64|kernel|optional|122060|||Linux kernel extra modules for version 6.8.0 on 64 bit x86 SMP
linux-modules-extra-6.8.0-51-generic|6.8.0-51.52|amd64|kernel|optional|422480||linux-modules-6.8.0-51-generic|Linux kernel extra modules for version 6.8.0 on 64 bit x86 SMP
locales|2.39-0ubuntu8.6|all|localization|standard|15847|glibc|libc-bin debconf|GNU C Library: National Language (locale) data [support]
login|1:4.13+dfsg1-4ubuntu3.2|amd64|admin|required!|2550|shadow|libaudit1 libc6 libcrypt1 libpam0g libpam-runtime libpam-modules|system login tools
logrotate|3.21.0-2build1|amd64|admin|important|160||cron libacl1 libc6 libpopt0 libselinux1|Log rotation utility
logsave|1.47.0-2.4~exp1ubuntu4.1|amd64|admin|optional|50|e2fsprogs|libc6|save the output of a command in a log file
lsb-release|12.0-2|all|misc|optional|17|lsb-release-minimal||Linux Standard Base version reporting utility (minimal implementation)
lsof|4.95.0-1build3|amd64|utils|standard|482||libc6 libselinux1 libtirpc3t64|utility to list open files
lvm2|2.03.16-3ubuntu3.2|amd64|admin|optional|4009||libblkid1 libc6 libdevmapper-event1.02.1 libedit2 libselinux1 libsystemd0 libudev1 dmsetup dmeventd|Linux Logical Volume Manager
man-db|2.12.0-4build2|amd64|doc|standard|2963||bsdextrautils groff-base debconf libc6 libgdbm6t64 libpipeline1 libseccomp2 zlib1g|tools for reading manual pages
manpages|6.7-2|all|doc|standard|1548|||Manual pages about using a GNU/Linux system
mawk|1.3.4.20240123-1build1|amd64|interpreters|required|263||libc6|Pattern scanning and text processing language
mdadm|4.3-1ubuntu2.1|amd64|admin|optional|1236||init-system-helpers debconf libc6 libudev1 udev|Tool to administer Linux MD arrays (software RAID)
media-types|10.1.0|all|net|standard|92|||List of standard media types and their usual file extension
mokutil|0.6.0-2build3|amd64|admin|optional|80||libc6 libcrypt1 libefivar1t64 libkeyutils1 libssl3t64|tools for manipulating machine owner keys
motd-news-config|13ubuntu10.3|all|admin|optional|43|||Configuration for motd-news shipped in base-files
mount|2.39.3-9ubuntu6.5|amd64|admin|required|393|util-linux|libblkid1 libc6 libmount1 libselinux1 libsmartcols1|tools for mounting and manipulating filesystems
multipath-tools|0.9.4-5ubuntu8.2|amd64|admin|optional|1246||init-system-helpers kpartx sg3-utils-udev udev libc6 libdevmapper1.02.1 libedit2 libjson-c5 libsystemd0 libudev1 liburcu8t64|maintain multipath block device access
nano|7.2-2ubuntu0.1|amd64|editors|important|2804||libc6 libncursesw6 libtinfo6|small, friendly text editor inspired by Pico
ncurses-base|6.4+20240113-1ubuntu2.1|all|misc|required!|379|ncurses||basic terminal type definitions
ncurses-bin|6.4+20240113-1ubuntu2.1|amd64|utils|required!|636|ncurses|libc6 libtinfo6|terminal-related programs and man pages
ncurses-term|6.4+20240113-1ubuntu2.1|all|misc|standard|4289|ncurses|ncurses-base|additional terminal type definitions
net-tools|2.10-0.1ubuntu4.4|amd64|net|optional|978||libc6 libselinux1|NET-3 networking toolkit
netbase|6.4|all|admin|important|36|||Basic TCP/IP networking system
netcat-openbsd|1.226-1ubuntu2|amd64|net|optional|108||libbsd0 libc6|TCP/IP swiss army knife
netplan-generator|1.1.2-8ubuntu1~24.04.2|amd64|net|optional|150|||Declarative network configuration systemd-generator
netplan.io|1.1.2-8ubuntu1~24.04.2|amd64|net|optional|447||libc6 libglib2.0-0t64 libsystemd0 iproute2 python3 python3-dbus python3-rich python3-yaml python3-netifaces systemd|YAML network configuration abstraction for various backends
networkd-dispatcher|2.2.4-1|all|utils|optional|67||dbus gir1.2-glib-2.0 python3-dbus python3-gi python3|Dispatcher service for systemd-networkd connection status changes
open-iscsi|2.1.9-3ubuntu5.4|amd64|net|optional|1423||debconf init-system-helpers libc6 libisns0t64 libkmod2 libmount1 libopeniscsiusr libssl3t64 libsystemd0 udev|iSCSI initiator tools
openssh-client|1:9.6p1-3ubuntu13.14|amd64|net|standard|5801|openssh|adduser passwd libc6 libedit2 libfido2-1 libgssapi-krb5-2 libselinux1 libssl3t64 zlib1g|secure shell (SSH) client, for secure access to remote machines
openssh-server|1:9.6p1-3ubuntu13.14|amd64|net|optional|1930|openssh|init-system-helpers adduser libpam-modules libpam-runtime openssh-client openssh-sftp-server procps ucf debconf libaudit1 libc6 libcom-err2 libcrypt1 libgssapi-krb5-2 libkrb5-3 libpam0g libselinux1 libssl3t64 libsystemd0 libwrap0 zlib1g|secure shell (SSH) server, for secure access from remote machines
openssh-sftp-server|1:9.6p1-3ubuntu13.14|amd64|net|optional|217|openssh|openssh-client libc6|secure shell (SSH) sftp server module, for SFTP access from remote machines
openssl|3.0.13-0ubuntu3.12|amd64|utils|optional|2315||libc6 libssl3t64|Secure Sockets Layer toolkit - cryptographic utility
overlayroot|0.49~24.04.1|all|admin|optional|63|cloud-initramfs-tools|cryptsetup cryptsetup-bin initramfs-tools|use an overlayfs on top of a read-only root filesystem
passwd|1:4.13+dfsg1-4ubuntu3.2|amd64|admin|required|2827|shadow|libaudit1 libc6 libcrypt1 libpam0g libselinux1 libsemanage2 libpam-modules|change and administer password and group data
patch|2.7.6-7build3|amd64|vcs|optional|248||libc6|Apply a diff file to an original
pci.ids|0.0~2024.03.31-1ubuntu0.1|all|admin|optional|1343|||PCI ID Repository
perl|5.38.2-3.2ubuntu0.3|amd64|perl|standard|670||dpkg perl-base perl-modules-5.38 libperl5.38t64|Larry Wall's Practical Extraction and Report Language
perl-base|5.38.2-3.2ubuntu0.3|amd64|perl|required!|7643|perl|libc6 libcrypt1 dpkg|minimal Perl system
perl-modules-5.38|5.38.2-3.2ubuntu0.3|all|libs|optional|17821|perl|dpkg perl-base|Core Perl modules
pinentry-curses|1.2.1-3ubuntu5|amd64|utils|optional|140|pinentry|libassuan0 libc6 libgpg-error0 libncursesw6 libtinfo6|curses-based PIN or pass-phrase entry dialog for GnuPG
plymouth|24.004.60-1ubuntu7.2|amd64|misc|optional|718||init-system-helpers initramfs-tools systemd udev libc6 libdrm2 libplymouth5|boot animation, logger and I/O multiplexer
plymouth-theme-ubuntu-text|24.004.60-1ubuntu7.2|amd64|misc|optional|38|||boot animation, logger and I/O multiplexer - ubuntu text theme
podman|4.9.3+ds1-1ubuntu0.2|amd64u|admin|optional|35951|libpod|libc6 libdevmapper1.02.1 libseccomp2|engine to run OCI-based containers in Pods
polkitd|124-2ubuntu1.24.04.3|amd64|admin|optional|470|policykit-1|adduser libc6 libexpat1 libglib2.0-0t64 libpam0g libpolkit-agent-1-0 libpolkit-gobject-1-0 libsystemd0|framework for managing administrative policies and privileges
pollinate|4.33-3.1ubuntu1.3|all|admin|optional|89||curl adduser xxd|seed the pseudo random number generator
powermgmt-base|1.37ubuntu0.1|all|utils|optional|28|||common utils for power management
procps|2:4.0.4-4ubuntu3.2|amd64|admin|important|2091||libc6 libncursesw6 libproc2-0 libtinfo6 init-system-helpers|/proc file system utilities
psmisc|23.7-1build1|amd64|admin|optional|909||libc6 libtinfo6|utilities that use the proc file system
publicsuffix|20231001.0357-0.1|all|net|optional|339|||accurate, machine-readable list of domain name suffixes
readline-common|8.2-4build1|all|utils|important|89|readline|dpkg|GNU readline and history libraries, common files
rsync|3.2.7-1ubuntu1.2|amd64|net|optional|937||init-system-helpers libacl1 libc6 liblz4-1 libpopt0 libssl3t64 libxxhash0 libzstd1 zlib1g|fast, versatile, remote (and local) file-copying tool
rsyslog|8.2312.0-3ubuntu9.3|amd64|admin|optional|1942||libc6 libestr0 libfastjson4 libsystemd0 libuuid1 libzstd1 zlib1g|reliable system and kernel logging daemon
sbsigntool|0.9.4-3.1ubuntu7|amd64|utils|optional|419||libc6 libssl3t64 libuuid1|Tools to manipulate signatures on UEFI binaries and drivers
secureboot-db|1.9build1|amd64|admin|optional|64|||Secure Boot updates for DB and DBX
sed|4.9-2build1|amd64|utils|required!|987||libacl1 libc6 libselinux1|GNU stream editor for filtering/transforming text
sensible-utils|0.0.22|all|utils|important|56|||Utilities for sensible alternative selection
sg3-utils|1.46-3ubuntu4|amd64|admin|optional|2802||libc6 libsgutils2-1.46-2|utilities for devices using the SCSI command set
sg3-utils-udev|1.46-3ubuntu4|all|admin|optional|59|sg3-utils|sg3-utils initramfs-tools-core initramfs-tools|utilities for devices using the SCSI command set (udev rules)
shared-mime-info|2.4-4|amd64|misc|optional|5030||libc6 libglib2.0-0t64 libxml2|FreeDesktop.org shared MIME database and spec
shim-signed|1.58+15.8-0ubuntu1|amd64|utils|optional|1054||debconf mokutil grub-efi-amd64-bin grub2-common|Secure Boot chain-loading bootloader (Microsoft-signed binary)
snapd|2.76+ubuntu24.04.1|amd64|devel|optional|59946||adduser apparmor ca-certificates gnupg openssh-client squashfs-tools systemd udev libapparmor1 libc6 libcap2 libseccomp2 libudev1|Daemon and tooling that enable snap packages
socat|1.8.0.0-4build3|amd64|net|optional|1515||libc6 libssl3t64 libwrap0|multipurpose relay for bidirectional data transfer
software-properties-common|0.99.49.4|all|admin|optional|450|software-properties|ca-certificates gir1.2-glib-2.0 python-apt-common python3 python3-dbus python3-gi python3-software-properties|manage the repositories that you install software from (common)
sosreport|4.10.2-0ubuntu0~24.04.1|amd64|admin|optional|1714||python3-pexpect python3|Set of tools to gather troubleshooting data from a system
squashfs-tools|1:4.6.1-1build1|amd64|kernel|optional|456||libc6 liblz4-1 liblzma5 liblzo2-2 libzstd1 zlib1g|Tool to create and append to squashfs filesystems
ssh-import-id|5.11-0ubuntu2.24.04.1|all|misc|optional|52||ca-certificates openssh-client python3-requests python3-distro wget python3|securely retrieve an SSH public key and install it locally
strace|6.8-0ubuntu2|amd64|utils|optional|2839||libc6 libunwind8|System call tracer
sudo|1.9.15p5-3ubuntu5.24.04.1|amd64|admin|optional|6055||init-system-helpers libaudit1 libc6 libpam0g libselinux1 zlib1g libpam-modules|Provide limited super user privileges to specific users
systemd|255.4-1ubuntu8.11|amd64|admin|important|9668||libblkid1 libc6 libcap2 libgcrypt20 liblz4-1 liblzma5 libmount1 libselinux1 libssl3t64 libzstd1 libacl1 libaudit1 libcryptsetup12 libfdisk1 libkmod2 libp11-kit0 libseccomp2 libsystemd-shared libsystemd0 mount|system and service manager
systemd-dev|255.4-1ubuntu8.11|all|admin|optional|90|||systemd development files
systemd-resolved|255.4-1ubuntu8.11|amd64|admin|optional|814|systemd|libc6 libssl3t64 libsystemd-shared systemd|systemd DNS resolver
systemd-sysv|255.4-1ubuntu8.11|amd64|admin|important|74|systemd|systemd|system and service manager - SysV compatibility symlinks
sysvinit-utils|3.08-6ubuntu3|amd64|admin|required!|100|sysvinit|libc6|System-V-like utilities
tar|1.35+dfsg-3build1|amd64|utils|required!|3144||libacl1 libc6 libselinux1|GNU version of the tar archiving utility
tcpdump|4.99.4-3ubuntu4.24.04.1|amd64|net|optional|1332||adduser libc6 libpcap0.8t64 libssl3t64|command-line network traffic analyzer
thin-provisioning-tools|0.9.0-2ubuntu5.1|amd64|admin|optional|1404||libc6 libexpat1 libgcc-s1 libstdc++6|Tools for handling thinly provisioned device-mapper meta-data
traceroute|1:2.1.5-1|amd64u|net|standard|155||libc6|Traces the route taken by packets over an IPv4/IPv6 network
tree|2.1.1-2ubuntu3|amd64u|utils|optional|113||libc6|displays an indented directory tree, in color
tzdata|2025b-0ubuntu0.24.04.1|all|localization|required|2571||debconf|time zone and daylight-saving time data
tzdata-legacy|2025b-0ubuntu0.24.04.1|all|localization|optional|430|||timezone data (legacy timezones)
ubuntu-kernel-accessories|1.539.2|amd64|metapackages|optional|30|||packages useful to install by default on systems with kernels
ubuntu-keyring|2023.11.28.1|all|misc|optional|45|||GnuPG keys of the Ubuntu archive
ubuntu-minimal|1.539.2|amd64|metapackages|optional|30|||Minimal core of Ubuntu
ubuntu-pro-client|37.2ubuntu~24.04.1|amd64|misc|optional|700|||Management tools for Ubuntu Pro
ubuntu-pro-client-l10n|37.2ubuntu~24.04.1|amd64|misc|optional|130|||Translations for Ubuntu Pro Client
ubuntu-release-upgrader-core|1:24.04.28|all|admin|optional|330|||manage release upgrades
ubuntu-server|1.539.2|amd64|metapackages|optional|30|||Ubuntu Server system
ubuntu-standard|1.539.2|amd64|metapackages|optional|30|||Ubuntu standard system
ucf|3.0043+nmu1|all|utils|standard|214||debconf sensible-utils|Update Configuration File(s): preserve user changes to config files
udev|255.4-1ubuntu8.11|amd64|admin|important|10925|systemd|libacl1 libblkid1 libc6 libcap2 libkmod2 libselinux1 adduser libudev1|/dev/ and hotplug management daemon
ufw|0.36.2-6|all|admin|optional|857||iptables ucf python3 debconf|program for managing a Netfilter firewall
unattended-upgrades|2.9.1+nmu4ubuntu1|all|admin|optional|301||debconf python3 python3-apt python3-dbus python3-distro-info ucf lsb-release xz-utils|automatic installation of security upgrades
unzip|6.0-28ubuntu4.1|amd64|utils|optional|380||libbz2-1.0 libc6|De-archiver for .zip files
update-manager-core|1:24.04.12|all|admin|optional|140|||manage release upgrades
update-notifier-common|3.192.68.2|all|gnome|optional|350|||Files shared between update-notifier and other packages
usb.ids|2024.03.18-1|all|admin|optional|729|||USB ID Repository
util-linux|2.39.3-9ubuntu6.5|amd64|utils|required!|4978||libblkid1 libc6 libcap-ng0 libcrypt1 libmount1 libpam0g libselinux1 libsmartcols1 libsystemd0 libtinfo6 libudev1 libuuid1 zlib1g|miscellaneous system utilities
uuid-runtime|2.39.3-9ubuntu6.5|amd64|utils|optional|174|util-linux|libuuid1 init-system-helpers adduser libc6 libsmartcols1 libsystemd0|runtime components for the Universally Unique ID library
vim|2:9.1.0016-1ubuntu7.18|amd64|editors|optional|3650||vim-common vim-runtime libacl1 libc6 libgpm2 libselinux1 libsodium23 libtinfo6|Vi IMproved - enhanced vi editor
vim-common|2:9.1.0016-1ubuntu7.18|all|editors|important|245|vim||Vi IMproved - Common files
vim-runtime|2:9.1.0016-1ubuntu7.18|all|editors|optional|36406|vim||Vi IMproved - Runtime files
vim-tiny|2:9.1.0016-1ubuntu7.18|amd64|editors|important|1689|vim|vim-common libacl1 libc6 libselinux1 libtinfo6|Vi IMproved - enhanced vi editor - compact version
wget|1.21.4-1ubuntu4.4|amd64|web|standard|3521||libc6 libgnutls30t64 libidn2-0 libnettle8t64 libpcre2-8-0 libpsl5t64 libuuid1 zlib1g|retrieves files from the web
whiptail|0.52.24-2ubuntu2|amd64|utils|important|57|newt|libc6 libnewt0.52 libpopt0 libslang2|Displays user-friendly dialog boxes from shell scripts
wireless-regdb|2026.02.04-0ubuntu1~24.04.1|all|net|optional|39|||wireless regulatory database for Linux
xfsprogs|6.6.0-1ubuntu2.1|amd64|admin|optional|3444||libblkid1 libc6 libdevmapper1.02.1 libedit2 libicu74 libinih1 liburcu8t64 libuuid1 python3|Utilities for managing the XFS filesystem
xkb-data|2.41-2ubuntu1.1|all|x11|optional|6925|xkeyboard-config||X Keyboard Extension (XKB) configuration data
xxd|2:9.1.0016-1ubuntu7.18|amd64|editors|optional|135|vim|libc6|tool to make (or reverse) a hex dump
xz-utils|5.6.1+really5.4.5-1ubuntu0.3|amd64|utils|standard|1226||libc6 liblzma5|XZ-format compression utilities
zip|3.0-13ubuntu0.2|amd64|utils|optional|616||libbz2-1.0 libc6|Archiver for .zip files
zlib1g|1:1.3.dfsg-3.1ubuntu2.1|amd64=|libs|optional|168|zlib|libc6|compression library - runtime
zstd|1.5.5+dfsg2-2build1.1|amd64|utils|optional|2102|libzstd|libc6 libgcc-s1 liblz4-1 liblzma5 libstdc++6 zlib1g|fast lossless compression algorithm -- CLI tool
python-apt-common|2.7.7ubuntu5.2|all|python|optional|527|python-apt||Python interface to libapt-pkg (locales)
python-babel-localedata|2.10.3-3build1|all|python|optional|29217|python-babel||tools for internationalizing Python applications - locale data files
python3|3.12.3-0ubuntu2|amd64|python|optional|81|python3-defaults|python3-minimal python3.12 libpython3-stdlib|interactive high-level object-oriented language (default python3 version)
python3-apport|2.28.3-0ubuntu0.1|all|python|optional|380|||Python 3 library for Apport crash report handling
python3-apt|2.7.7ubuntu5.2|amd64|python|optional|685|python-apt|python3 libapt-pkg6.0t64 libc6 libgcc-s1 libstdc++6 python-apt-common distro-info-data|Python 3 interface to libapt-pkg
python3-attr|23.2.0-2|all|python|optional|251|python-attrs|python3|Attributes without boilerplate (Python 3)
python3-babel|2.10.3-3build1|all|python|optional|435|python-babel|python-babel-localedata python3-pkg-resources python3-tz python3|tools for internationalizing Python applications - Python 3.x
python3-bcrypt|3.2.2-1build1|amd64|python|optional|89|python-bcrypt|python3 libc6|password hashing library for Python 3
python3-blinker|1.7.0-1|all|python|optional|58|blinker|python3|Fast, simple object-to-object and broadcast signaling (Python3)
python3-certifi|2023.11.17-1|all|python|optional|324|python-certifi|ca-certificates python3|root certificates for validating SSL certs and verifying TLS hosts (python3)
python3-cffi-backend|1.16.0-2build1|amd64=|python|optional|213|python-cffi|python3 libc6 libffi8|Foreign Function Interface for Python 3 calling C code - runtime
python3-chardet|5.2.0+dfsg-1|all|python|optional|1144|chardet|python3 python3-pkg-resources|Universal Character Encoding Detector (Python3)
python3-commandnotfound|23.04.0|all|python|optional|56|||Python 3 bindings for command-not-found.
python3-configobj|5.0.8-3|all|python|optional|164|configobj|python3-six python3|simple but powerful config file reader and writer for Python 3
python3-cryptography|41.0.7-4ubuntu0.4|amd64|python|optional|2983|python-cryptography|python3 libc6 libgcc-s1 libssl3t64|Python library exposing cryptographic recipes and primitives (Python 3)
python3-dateutil|2.8.2-3ubuntu1|all|python|optional|321|python-dateutil|python3-six python3 tzdata|powerful extensions to the standard Python 3 datetime module
python3-dbus|1.3.2-5build3|amd64|python|optional|405|dbus-python|python3 libc6 libdbus-1-3 libglib2.0-0t64|simple interprocess messaging system (Python 3 interface)
python3-debconf|1.5.86ubuntu1|all|python|optional|18|debconf|debconf python3|interact with debconf from Python 3
python3-debian|0.1.49ubuntu2|all|python|optional|591|python-debian|python3-chardet python3|Python 3 modules to work with Debian-related data formats
python3-distro|1.9.0-1|all|python|optional|83|python-distro|lsb-release python3|Linux OS platform information API
python3-distro-info|1.7build1|all|python|optional|34|distro-info|distro-info-data python3|information about distributions' releases (Python 3 module)
python3-distupgrade|1:24.04.28|all|python|optional|700|||manage release upgrades
python3-gdbm|3.12.3-0ubuntu1|amd64=|python|optional|55|python3-stdlib-extensions|python3 libc6 libgdbm6t64|GNU dbm database support for Python 3.x
python3-gi|3.48.2-1|amd64|python|optional|730|pygobject|gir1.2-glib-2.0 python3 libc6 libffi8 libgirepository-1.0-1 libglib2.0-0t64|Python 3 bindings for gobject-introspection libraries
python3-httplib2|0.20.4-3ubuntu0.1|all|python|optional|141|python-httplib2|ca-certificates python3-pyparsing python3|comprehensive HTTP client library written for Python3
python3-idna|3.6-2ubuntu0.2|all|python|optional|335|python-idna|python3|Python IDNA2008 (RFC 5891) handling (Python 3)
python3-jinja2|3.1.2-1ubuntu1.3|all|python|optional|540|jinja2|python3-markupsafe python3|small but fast and easy to use stand-alone template engine
python3-json-pointer|2.0-0ubuntu1|all|python|optional|45|python-json-pointer|python3|resolve JSON pointers - Python 3.x
python3-jsonpatch|1.32-3|all|python|optional|60|python-json-patch|python3-json-pointer python3|library to apply JSON patches - Python 3.x
python3-jsonschema|4.10.3-2ubuntu1|all|python|optional|491|python-jsonschema|python3-attr python3 python3-pyrsistent python3-typing-extensions|An(other) implementation of JSON Schema (Draft 3, 4, 6, 7)
python3-jwt|2.7.0-1ubuntu0.1|all|python|optional|103|pyjwt|python3|Python 3 implementation of JSON Web Token
python3-launchpadlib|1.11.0-6|all|python|optional|1764|python-launchpadlib|python3-httplib2 python3-lazr.restfulclient python3-lazr.uri python3|Launchpad web services client library (Python 3)
python3-lazr.restfulclient|0.14.6-1|all|python|optional|178|lazr.restfulclient|python3-httplib2 python3-lazr.uri python3-wadllib python3-distro python3 python3-oauthlib python3-pkg-resources python3-six|client for lazr.restful-based web services (Python 3)
python3-lazr.uri|1.0.6-3|all|python|optional|73|lazr.uri|python3 python3-pkg-resources|library for parsing, manipulating, and generating URIs
python3-magic|2:0.4.27-3|all|python|optional|56|python-magic|python3 libmagic1t64|python3 interface to the libmagic file type identification library
python3-markdown-it|3.0.0-2|all|python|optional|281|markdown-it-py|python3-mdurl python3-typing-extensions python3|Python port of markdown-it and some its associated plugins
python3-markupsafe|2.1.5-1build2|amd64|python|optional|53|markupsafe|python3 libc6|HTML/XHTML/XML string library
python3-mdurl|0.1.2-1|all|python|optional|42|mdurl|python3|Python port of the JavaScript mdurl package
python3-minimal|3.12.3-0ubuntu2|amd64|python|optional|111|python3-defaults|python3.12-minimal dpkg|minimal subset of the Python language (default python3 version)
python3-netifaces|0.11.0-2build3|amd64=|python|optional|53|netifaces|python3 libc6|portable network interface information - Python 3.x
python3-netplan|1.1.2-8ubuntu1~24.04.2|amd64|python|optional|110|||Declarative network configuration Python bindings
python3-newt|0.52.24-2ubuntu2|amd64=|python|optional|102|newt|libnewt0.52 python3 libc6|NEWT module for Python3
python3-oauthlib|3.2.2-1|all|python|optional|562|python-oauthlib|python3 python3-blinker python3-cryptography python3-jwt|generic, spec-compliant implementation of OAuth for Python3
python3-packaging|24.0-1|all|python|optional|149|python-packaging|python3|core utilities for python3 packages
python3-pexpect|4.9-2|all|python|optional|206|pexpect|python3-ptyprocess python3|Python 3 module for automating interactive applications
python3-pkg-resources|68.1.2-2ubuntu1.2|all|python|optional|1052|setuptools|python3|Package Discovery and Resource Access using pkg_resources
python3-problem-report|2.28.3-0ubuntu0.1|all|python|optional|60|||Python 3 library to handle problem reports
python3-ptyprocess|0.7.0-5|all|python|optional|58|ptyprocess|python3|Run a subprocess in a pseudo terminal from Python 3
python3-pygments|2.17.2+dfsg-1|all|python|optional|4225|pygments|python3-pkg-resources python3|syntax highlighting package written in Python 3
python3-pyparsing|3.1.1-1|all|python|optional|453|pyparsing|python3|alternative to creating and executing simple grammars - Python 3.x
python3-pyrsistent|0.20.0-1build2|amd64=|python|optional|250|pyrsistent|python3 libc6|persistent/functional/immutable data structures for Python
python3-requests|2.31.0+dfsg-1ubuntu1.1|all|python|optional|232|requests|python3-certifi python3-idna python3-urllib3 python3 ca-certificates python3-chardet|elegant and simple HTTP library for Python3, built for human beings
python3-rich|13.7.1-1|all|python|optional|1057|rich|python3-markdown-it python3-pygments python3-typing-extensions python3|render rich text, tables, progress bars, syntax highlighting, markdown and more
python3-serial|3.5-2|all|python|optional|459|pyserial|python3|pyserial - module encapsulating access for the serial port
python3-setuptools|68.1.2-2ubuntu1.2|all|python|optional|2534|setuptools|python3-pkg-resources python3|Python3 Distutils Enhancements
python3-six|1.16.0-4|all|python|optional|63|six|python3|Python 2 and 3 compatibility library
python3-software-properties|0.99.49.4|all|python|optional|143|software-properties|gpg lsb-release python3 python3-apt python3-gi python3-lazr.restfulclient|manage the repositories that you install software from
python3-systemd|235-1build4|amd64|python|optional|212|python-systemd|python3 libc6 libsystemd0|Python 3 bindings for systemd
python3-typing-extensions|4.10.0-1|all|python|optional|229|python-typing-extensions|python3|Backported and Experimental Type Hints for Python
python3-tz|2024.1-2|all|python|optional|103|python-tz|tzdata python3|Python3 version of the Olson timezone database
python3-update-manager|1:24.04.12|all|python|optional|300|||Python 3.x module for update-manager
python3-urllib3|2.0.7-1ubuntu0.7|all|python|optional|456|python-urllib3|python3 python3-six|HTTP library with thread-safe connection pooling for Python3
python3-wadllib|1.3.6-5|all|python|optional|363|python-wadllib|python3 python3-lazr.uri python3-pkg-resources|Python 3 library for navigating WADL files
python3-yaml|6.0.1-2build2|amd64|python|optional|493|pyyaml|python3 libc6 libyaml-0-2|YAML parser and emitter for Python3
python3.12|3.12.3-1ubuntu0.15|amd64|python|optional|651||python3.12-minimal libpython3.12-stdlib media-types|Interactive high-level object-oriented language (version 3.12)
python3.12-minimal|3.12.3-1ubuntu0.15|amd64|python|optional|6743|python3.11|libc6 libpython3.12-minimal libexpat1 zlib1g|Minimal subset of the Python language (version 3.12)
`;
