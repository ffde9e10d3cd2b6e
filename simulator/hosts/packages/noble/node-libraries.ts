/** The libraries of an Ubuntu 24.04 server; columns are in `noble-packages.ts`. */
export const NODE_LIBRARIES = `
gir1.2-girepository-2.0|1.80.1-1|amd64=|introspection|optional|192|||Introspection data for GIRepository library
gir1.2-glib-2.0|2.80.0-6ubuntu3.8|amd64=|introspection|optional|719|gobject-introspection|libgirepository-1.0-1 libglib2.0-0t64|Introspection data for GLib, GObject, Gio and GModule
libacl1|2.3.2-1build1.1|amd64=|libs|optional|73|acl|libc6|access control list - shared library
libapparmor1|4.0.1really4.0.1-0ubuntu0.24.04.4|amd64=|libs|optional|109|apparmor|libc6|changehat AppArmor library
libapt-pkg6.0t64|2.8.3|amd64=|libs|optional|3297|apt|libbz2-1.0 libc6 libgcc-s1 libgcrypt20 liblz4-1 liblzma5 libstdc++6 libsystemd0 libudev1 libxxhash0 libzstd1 zlib1g|package management runtime library
libargon2-1|0~20190702+dfsg-4build1|amd64=|libs|optional|56|argon2|libc6|memory-hard hashing function - runtime library
libassuan0|2.5.6-1build1|amd64=|libs|optional|117|libassuan|libc6 libgpg-error0|IPC library for the GnuPG components
libatm1t64|1:2.5.1-5.1build1|amd64=|libs|optional|107|linux-atm|libc6|shared library for ATM (Asynchronous Transfer Mode)
libatomic1|14.2.0-4ubuntu2~24.04.1|amd64=|libs|optional|45|gcc-12|libc6|support library providing __atomic built-in functions
libattr1|1:2.5.2-1build1.1|amd64=|libs|optional|59|attr|libc6|extended attribute handling - shared library
libaudit-common|1:3.1.2-2.1build1.1|all|libs|optional|22|audit||Dynamic library for security auditing - common files
libaudit1|1:3.1.2-2.1build1.1|amd64=|libs|optional|150|audit|libaudit-common libc6 libcap-ng0|Dynamic library for security auditing
libblkid1|2.39.3-9ubuntu6.5|amd64=|libs|optional|398|util-linux|libc6|block device ID library
libbpf1|1:1.3.0-2build2|amd64=|libs|optional|385|libbpf|libc6 libelf1t64 zlib1g|eBPF helper library (shared library)
libbrotli1|1.1.0-2build2|amd64=|libs|optional|783|brotli|libc6|library implementing brotli encoder and decoder (shared libraries)
libbsd0|0.12.1-1build1.1|amd64=|libs|optional|202|libbsd|libc6 libmd0|utility functions from BSD systems - shared library
libbz2-1.0|1.0.8-5.1build0.1|amd64=|libs|optional|106|bzip2|libc6|high-quality block-sorting file compressor library - runtime
libc-bin|2.39-0ubuntu8.6|amd64|libs|required!|2042|glibc|libc6|GNU C Library: Binaries
libc6|2.39-0ubuntu8.6|amd64=|libs|optional|13001|glibc|libgcc-s1|GNU C Library: Shared libraries
libcap-ng0|0.8.4-2build2|amd64=|libs|optional|65|libcap-ng|libc6|alternate POSIX capabilities library
libcap2|1:2.66-5ubuntu2.4|amd64=|libs|optional|95||libc6|POSIX 1003.1e capabilities (library)
libcap2-bin|1:2.66-5ubuntu2.4|amd64|utils|optional|133|libcap2|libc6 libcap2|POSIX 1003.1e capabilities (utilities)
libcbor0.10|0.10.2-1.2ubuntu2|amd64=|libs|optional|82|||library for parsing and generating CBOR (RFC 7049)
libcom-err2|1.47.0-2.4~exp1ubuntu4.1|amd64=|libs|optional|55|e2fsprogs|libc6|common error description library
libcrypt1|1:4.4.36-4build1|amd64=|libs|optional|233|libxcrypt|libc6|libcrypt shared library
libcryptsetup12|2:2.7.0-1ubuntu4.2|amd64=|libs|optional|563|cryptsetup|libargon2-1 libblkid1 libc6 libdevmapper1.02.1 libjson-c5 libssl3t64 libuuid1|disk encryption support - shared library
libcurl3t64-gnutls|8.5.0-2ubuntu10.11|amd64=|libs|optional|828|curl|libbrotli1 libc6 libgnutls30t64 libgssapi-krb5-2 libidn2-0 libldap2 libnettle8t64 libnghttp2-14 libpsl5t64 librtmp1 libzstd1 zlib1g|easy-to-use client-side URL transfer library (GnuTLS flavour)
libcurl4t64|8.5.0-2ubuntu10.11|amd64=|libs|optional|840|curl|libbrotli1 libc6 libgssapi-krb5-2 libidn2-0 libldap2 libnghttp2-14 libpsl5t64 librtmp1 libssl3t64 libzstd1 zlib1g|easy-to-use client-side URL transfer library (OpenSSL flavour)
libdb5.3t64|5.3.28+dfsg2-7|amd64=|libs|optional|1833|db5.3|libc6|Berkeley v5.3 Database Libraries [runtime]
libdbus-1-3|1.14.10-4ubuntu4.1|amd64=|libs|optional|468|dbus|libc6 libsystemd0|simple interprocess messaging system (library)
libdebconfclient0|0.271ubuntu3|amd64=|libs|optional|37|cdebconf|libc6|Debian Configuration Management System (C-implementation library)
libdevmapper-event1.02.1|2:1.02.185-3ubuntu3.2|amd64=|libs|optional|53|lvm2|libc6 libdevmapper1.02.1|Linux Kernel Device Mapper event support library
libdevmapper1.02.1|2:1.02.185-3ubuntu3.2|amd64=|libs|optional|474|lvm2|libc6 libselinux1 libudev1 dmsetup|Linux Kernel Device Mapper userspace library
libdrm-common|2.4.125-1ubuntu0.1~24.04.2|all|libs|optional|42|libdrm||Userspace interface to kernel DRM services -- common files
libdrm2|2.4.125-1ubuntu0.1~24.04.2|amd64=|libs|optional|121|libdrm|libdrm-common libc6|Userspace interface to kernel DRM services -- runtime
libdw1t64|0.190-1.1ubuntu0.1|amd64=|libs|optional|713|elfutils|libbz2-1.0 libc6 libelf1t64 liblzma5 zlib1g|library that provides access to the DWARF debug information
libeatmydata1|131-1ubuntu1|amd64=|libs|optional|39|libeatmydata|libc6|Library and utilities to disable fsync and friends - shared library
libedit2|3.1-20230828-1build1|amd64=|libs|optional|258|libedit|libbsd0 libc6 libtinfo6|BSD editline and history libraries
libefiboot1t64|38-3.1build1|amd64=|libs|optional|117|efivar|libc6 libefivar1t64|Library to manage UEFI variables
libefivar1t64|38-3.1build1|amd64=|libs|optional|170|efivar|libc6|Library to manage UEFI variables
libelf1t64|0.190-1.1ubuntu0.1|amd64=|libs|optional|1036|elfutils|libc6 zlib1g|library to read and write ELF files
liberror-perl|0.17029-2|all|perl|optional|73||perl|Perl module for error/exception handling in an OO-ish way
libestr0|0.1.11-1build1|amd64=|libs|optional|32|libestr|libc6|Helper functions for handling strings (lib)
libevdev2|1.13.1+dfsg-1build1|amd64=|libs|optional|140|libevdev|libc6|wrapper library for evdev devices
libevent-core-2.1-7t64|2.1.12-stable-9ubuntu2|amd64=|libs|optional|302|libevent|libc6|Asynchronous event notification library (core)
libexpat1|2.6.1-2ubuntu0.3|amd64=|libs|optional|414|expat|libc6|XML parsing C library - runtime library
libext2fs2t64|1.47.0-2.4~exp1ubuntu4.1|amd64=|libs|optional|535|e2fsprogs|libc6|ext2/ext3/ext4 file system libraries
libfastjson4|1.2304.0-1build1|amd64=|libs|optional|80|libfastjson|libc6|fast json library for C
libfdisk1|2.39.3-9ubuntu6.5|amd64=|libs|optional|533|util-linux|libblkid1 libc6 libuuid1|fdisk partitioning library
libffi8|3.4.6-1build1|amd64=|libs|optional|68|libffi|libc6|Foreign Function Interface library runtime
libfido2-1|1.14.0-1build3|amd64=|libs|optional|241|libfido2|libc6 libssl3t64 libudev1 zlib1g|library for generating and verifying FIDO 2.0 objects
libfribidi0|1.0.13-3build1|amd64=|libs|optional|172|fribidi|libc6|Free Implementation of the Unicode BiDi algorithm
libfuse3-3|3.14.0-5build1|amd64=|libs|optional|305|fuse3|libc6|Filesystem in Userspace (library) (3.x version)
libgcc-s1|14.2.0-4ubuntu2~24.04.1|amd64=|libs|optional|140|gcc-12|libc6|GCC support library
libgcrypt20|1.10.3-2ubuntu0.1|amd64=|libs|optional|1592||libc6 libgpg-error0|LGPL Crypto library - runtime library
libgdbm-compat4t64|1.23-5.1build1|amd64=|libs|optional|70|gdbm|libc6 libgdbm6t64|GNU dbm database routines (legacy support runtime version) 
libgdbm6t64|1.23-5.1build1|amd64=|libs|optional|129|gdbm|libc6|GNU dbm database routines (runtime version) 
libgirepository-1.0-1|1.80.1-1|amd64=|libs|optional|295|gobject-introspection|libc6 libffi8 libglib2.0-0t64|Library for handling GObject introspection data (runtime library)
libglib2.0-0t64|2.80.0-6ubuntu3.8|amd64=|libs|optional|4135|glib2.0|libc6 libffi8 libmount1 libpcre2-8-0 libselinux1 zlib1g|GLib library of C routines
libglib2.0-bin|2.80.0-6ubuntu3.8|amd64|misc|optional|336|glib2.0|libglib2.0-data libc6 libelf1t64 libglib2.0-0t64|Programs for the GLib library
libglib2.0-data|2.80.0-6ubuntu3.8|all|libs|optional|9406|glib2.0||Common files for GLib library
libgmp10|2:6.3.0+dfsg-2ubuntu6.1|amd64=|libs|optional|855|gmp|libc6|Multiprecision arithmetic library
libgnutls30t64|3.8.3-1.1ubuntu3.6|amd64=|libs|optional|3396|gnutls28|libc6 libgmp10 libhogweed6t64 libidn2-0 libnettle8t64 libp11-kit0 libtasn1-6 libunistring5|GNU TLS library - main runtime library
libgpg-error-l10n|1.47-3build2.1|all|localization|optional|631|libgpg-error||library of error values and messages in GnuPG (localization files)
libgpg-error0|1.47-3build2.1|amd64=|libs|optional|192|libgpg-error|libc6|GnuPG development runtime library
libgpm2|1.20.7-11|amd64=|libs|optional|45|gpm|libc6|General Purpose Mouse - shared library
libgssapi-krb5-2|1.20.1-6ubuntu2.8|amd64=|libs|optional|425|krb5|libc6 libcom-err2 libk5crypto3 libkrb5-3 libkrb5support0|MIT Kerberos runtime libraries - krb5 GSS-API Mechanism
libhogweed6t64|3.9.1-2.2build1.1|amd64=|libs|optional|463|nettle|libc6 libgmp10 libnettle8t64|low level cryptographic library (public-key cryptos)
libicu74|74.2-1ubuntu3.1|amd64=|libs|optional|36170|icu|libc6 libgcc-s1 libstdc++6|International Components for Unicode
libidn2-0|2.3.7-2build1.1|amd64=|libs|optional|439|libidn2|libc6 libunistring5|Internationalized domain names (IDNA2008/TR46) library
libinih1|55-1ubuntu2|amd64=|libs|optional|29|libinih|libc6|simple .INI file parser
libip4tc2|1.8.10-3ubuntu2|amd64=|libs|optional|66|iptables|libc6|netfilter libip4tc library
libip6tc2|1.8.10-3ubuntu2|amd64=|libs|optional|66|iptables|libc6|netfilter libip6tc library
libisns0t64|0.101-0.3build3|amd64=|libs|optional|507|open-isns|libc6 libssl3t64|Internet Storage Name Service - shared libraries
libjansson4|2.14-2build2|amd64=|libs|optional|101|jansson|libc6|C library for encoding, decoding and manipulating JSON data
libjq1|1.7.1-3ubuntu0.24.04.1|amd64=|libs|optional|366|jq|libc6 libonig5|lightweight and flexible command-line JSON processor - shared library
libjson-c5|0.17-1build1|amd64=|libs|optional|109|json-c|libc6|JSON manipulation library - shared library
libk5crypto3|1.20.1-6ubuntu2.8|amd64=|libs|optional|261|krb5|libc6 libkrb5support0|MIT Kerberos runtime libraries - Crypto Library
libkeyutils1|1.6.3-3build1|amd64=|libs|optional|40|keyutils|libc6|Linux Key Management Utilities (library)
libklibc|2.0.13-4ubuntu0.2|amd64=|libs|optional|97|klibc||minimal libc subset for use with initramfs
libkmod2|31+20240202-2ubuntu7.2|amd64=|libs|optional|141|kmod|libc6 liblzma5 libssl3t64 libzstd1|libkmod shared library
libkrb5-3|1.20.1-6ubuntu2.8|amd64=|libs|optional|1077|krb5|libc6 libcom-err2 libk5crypto3 libkeyutils1 libkrb5support0 libssl3t64|MIT Kerberos runtime libraries
libkrb5support0|1.20.1-6ubuntu2.8|amd64=|libs|optional|134|krb5|libc6|MIT Kerberos runtime libraries - Support library
libksba8|1.6.6-1build1|amd64=|libs|optional|316|libksba|libc6 libgpg-error0|X.509 and CMS support library
libldap-common|2.6.10+dfsg-0ubuntu0.24.04.1|all|libs|optional|92|openldap||OpenLDAP common files for libraries
libldap2|2.6.10+dfsg-0ubuntu0.24.04.1|amd64=|libs|optional|553|openldap|libc6 libgnutls30t64 libsasl2-2|OpenLDAP libraries
liblmdb0|0.9.31-1build1|amd64=|libs|optional|104|lmdb|libc6|Lightning Memory-Mapped Database shared library
liblocale-gettext-perl|1.07-6ubuntu5|amd64|perl|optional|51||perl-base libc6|module using libc functions for internationalization in Perl
liblvm2cmd2.03|2.03.16-3ubuntu3.2|amd64=|libs|optional|3054|lvm2|libblkid1 libc6 libdevmapper-event1.02.1 libselinux1 libsystemd0 libudev1 dmeventd|LVM2 command library
liblz4-1|1.9.4-1build1.1|amd64=|libs|optional|169|lz4|libc6|Fast LZ compression algorithm library - runtime
liblzma5|5.6.1+really5.4.5-1ubuntu0.3|amd64=|libs|optional|333|xz-utils|libc6|XZ-format compression library
liblzo2-2|2.10-2build4|amd64=|libs|optional|174|lzo2|libc6|data compression library
libmagic-mgc|1:5.45-3build1|amd64|libs|optional|8130|file||File type determination library using "magic" numbers (compiled magic file)
libmagic1t64|1:5.45-3build1|amd64=|libs|optional|232|file|libbz2-1.0 libc6 liblzma5 zlib1g libmagic-mgc|Recognize the type of data in a file using "magic" numbers - library
libmaxminddb0|1.9.1-1build1|amd64=|libs|optional|76|libmaxminddb|libc6|IP geolocation database library
libmd0|1.1.0-2build1.1|amd64=|libs|optional|79|libmd|libc6|message digest functions from BSD systems - shared library
libmnl0|1.0.5-2build1|amd64=|libs|optional|46|libmnl|libc6|minimalistic Netlink communication library
libmount1|2.39.3-9ubuntu6.5|amd64=|libs|optional|454|util-linux|libblkid1 libc6 libselinux1|device mounting library
libmpfr6|4.2.1-1build1.1|amd64=|libs|optional|1177|mpfr4|libc6 libgmp10|multiple precision floating-point computation
libncurses6|6.4+20240113-1ubuntu2.1|amd64=|libs|optional|335|ncurses|libtinfo6 libc6|shared libraries for terminal handling
libncursesw6|6.4+20240113-1ubuntu2.1|amd64=|libs|optional|412|ncurses|libtinfo6 libc6|shared libraries for terminal handling (wide character support)
libnetfilter-conntrack3|1.0.9-6build1|amd64=|libs|optional|139|libnetfilter-conntrack|libc6 libmnl0 libnfnetlink0|Netfilter netlink-conntrack library
libnetplan1|1.1.2-8ubuntu1~24.04.2|amd64=|libs|optional|420|||Declarative network configuration runtime library
libnettle8t64|3.9.1-2.2build1.1|amd64=|libs|optional|520|nettle|libc6|low level cryptographic library (symmetric and one-way cryptos)
libnewt0.52|0.52.24-2ubuntu2|amd64=|libs|optional|365|newt|libc6 libslang2|Not Erik's Windowing Toolkit - text mode windowing with slang
libnfnetlink0|1.0.2-2build1|amd64=|libs|optional|51|libnfnetlink|libc6|Netfilter netlink library
libnftables1|1.0.9-1ubuntu0.1|amd64=|libs|optional|920|nftables|libc6 libgmp10 libjansson4 libmnl0 libnftnl11 libxtables12|Netfilter nftables high level userspace API library
libnftnl11|1.2.6-2build1|amd64=|libs|optional|233|libnftnl|libc6 libmnl0|Netfilter nftables userspace API library
libnghttp2-14|1.59.0-1ubuntu0.4|amd64=|libs|optional|220|nghttp2|libc6|library implementing HTTP/2 protocol (shared library)
libnl-3-200|3.7.0-0.3build1.1|amd64=|libs|optional|182|libnl3|libc6|library for dealing with netlink sockets
libnl-genl-3-200|3.7.0-0.3build1.1|amd64=|libs|optional|58|libnl3|libnl-3-200 libc6|library for dealing with netlink sockets - generic netlink
libnl-route-3-200|3.7.0-0.3build1.1|amd64=|libs|optional|644|libnl3|libnl-3-200 libc6|library for dealing with netlink sockets - route interface
libnpth0t64|1.6-3.1build1|amd64=|libs|optional|50|npth|libc6|replacement for GNU Pth using system threads
libnss-systemd|255.4-1ubuntu8.11|amd64=|admin|standard|389|systemd|libc6 libcap2 systemd|nss module providing dynamic user and group name resolution
libonig5|6.9.9-1build1|amd64=|libs|optional|666|libonig|libc6|regular expressions library
libopeniscsiusr|2.1.9-3ubuntu5.4|amd64|net|optional|172|open-iscsi|libc6 libkmod2|iSCSI userspace library
libopts25|1:5.18.16-4build1|amd64|libs|optional|168|autogen|libc6|automated option processing library based on autogen
libp11-kit0|0.25.3-4ubuntu2.1|amd64=|libs|optional|1408|p11-kit|libc6 libffi8|library for loading and coordinating access to PKCS#11 modules - runtime
libpam-cap|1:2.66-5ubuntu2.4|amd64=|libs|optional|53|libcap2|libpam-runtime libc6 libcap2 libpam0g|POSIX 1003.1e capabilities (PAM module)
libpam-modules|1.5.3-5ubuntu5.6|amd64=|admin|required|1031|pam|libaudit1 libc6 libcrypt1 libdb5.3t64 libpam0g libselinux1 debconf libpam-modules-bin|Pluggable Authentication Modules for PAM
libpam-modules-bin|1.5.3-5ubuntu5.6|amd64|admin|required|227|pam|libaudit1 libc6 libcrypt1 libpam0g libselinux1|Pluggable Authentication Modules for PAM - helper binaries
libpam-runtime|1.5.3-5ubuntu5.6|all|admin|required|876|pam|debconf libpam-modules|Runtime support for the PAM library
libpam-systemd|255.4-1ubuntu8.11|amd64=|admin|standard|532|systemd|libc6 libcap2 libpam0g systemd libpam-runtime systemd-sysv|system and service manager - PAM module
libpam0g|1.5.3-5ubuntu5.6|amd64=|libs|optional|215|pam|libaudit1 libc6 debconf|Pluggable Authentication Modules library
libparted2t64|3.6-4build1|amd64=|libs|optional|524|parted|libblkid1 libc6 libdevmapper1.02.1 libuuid1 dmidecode|disk partition manipulator - shared library
libpcap0.8t64|1.10.4-4.1ubuntu3|amd64=|libs|optional|368|libpcap|libc6 libdbus-1-3|system interface for user-level packet capture
libpci3|1:3.10.0-2build1|amd64=|libs|optional|124|pciutils|libc6 libudev1 zlib1g pci.ids|PCI utilities (shared library)
libpcre2-8-0|10.42-4ubuntu2.1|amd64=|libs|optional|685|pcre2|libc6|New Perl Compatible Regular Expression Library- 8 bit runtime files
libperl5.38t64|5.38.2-3.2ubuntu0.3|amd64=|libs|optional|28875|perl|libbz2-1.0 libc6 libcrypt1 libdb5.3t64 libgdbm-compat4t64 libgdbm6t64 zlib1g perl-modules-5.38|shared Perl library
libpipeline1|1.5.7-2|amd64=|libs|optional|96|libpipeline|libc6|Unix process pipeline manipulation library
libplymouth5|24.004.60-1ubuntu7.2|amd64=|libs|optional|378|plymouth|libc6 libudev1|graphical boot animation and logger - shared libraries
libpolkit-agent-1-0|124-2ubuntu1.24.04.3|amd64=|libs|optional|70|policykit-1|libc6 libglib2.0-0t64 libpolkit-gobject-1-0|polkit Authentication Agent API
libpolkit-gobject-1-0|124-2ubuntu1.24.04.3|amd64=|libs|optional|148|policykit-1|libc6 libglib2.0-0t64 libsystemd0|polkit Authorization API
libpopt0|1.19+dfsg-1build1|amd64=|libs|optional|245|popt|libc6|lib for parsing cmdline parameters
libproc2-0|2:4.0.4-4ubuntu3.2|amd64=|libs|optional|232|procps|libc6 libsystemd0|library for accessing process information from /proc
libpsl5t64|0.21.2-1.1build1|amd64=|libs|optional|96|libpsl|libidn2-0 libc6 libunistring5|Library for Public Suffix List (shared libraries)
libpython3-stdlib|3.12.3-0ubuntu2|amd64=|python|optional|27|python3-defaults|libpython3.12-stdlib|interactive high-level object-oriented language (default python3 version)
libpython3.12-minimal|3.12.3-1ubuntu0.15|amd64=|python|optional|5232|python3.11|libc6 libssl3t64|Minimal subset of the Python language (version 3.12)
libpython3.12-stdlib|3.12.3-1ubuntu0.15|amd64=|python|optional|8334|python3.11|libpython3.12-minimal media-types libbz2-1.0 libc6 libcrypt1 libdb5.3t64 libffi8 liblzma5 libncursesw6 libreadline8t64 libsqlite3-0 libtinfo6 libtirpc3t64 libuuid1|Interactive high-level object-oriented language (standard library, version 3.12)
libpython3.12t64|3.12.3-1ubuntu0.15|amd64=|libs|optional|8000|||Shared Python runtime library (version 3.12)
libreadline8t64|8.2-4build1|amd64=|libs|optional|475|readline|readline-common libc6 libtinfo6|GNU readline and history libraries, run-time libraries
libreiserfscore0t64|1:3.6.27-7.1build1|amd64|libs|optional|250|||ReiserFS core library
librtmp1|2.4+20151223.gitfa8646d.1-2build7|amd64=|libs|optional|146|rtmpdump|libc6 libgmp10 libgnutls30t64 libhogweed6t64 libnettle8t64 zlib1g|toolkit for RTMP streams (shared library)
libsasl2-2|2.1.28+dfsg1-5ubuntu3.1|amd64=|libs|optional|167|cyrus-sasl2|libsasl2-modules-db libc6|Cyrus SASL - authentication abstraction library
libsasl2-modules|2.1.28+dfsg1-5ubuntu3.1|amd64=|libs|optional|284|cyrus-sasl2|libc6 libssl3t64|Cyrus SASL - pluggable authentication modules
libsasl2-modules-db|2.1.28+dfsg1-5ubuntu3.1|amd64=|libs|optional|77|cyrus-sasl2|libc6 libdb5.3t64|Cyrus SASL - pluggable authentication modules (DB)
libseccomp2|2.5.5-1ubuntu3.1|amd64=|libs|optional|148|libseccomp|libc6|high level interface to Linux seccomp filter
libselinux1|3.5-2ubuntu2.1|amd64=|libs|optional|199|libselinux|libc6 libpcre2-8-0|SELinux runtime shared libraries
libsemanage-common|3.5-1build5|all|libs|optional|37|libsemanage||Common files for SELinux policy management libraries
libsemanage2|3.5-1build5|amd64=|libs|optional|297|libsemanage|libsemanage-common libaudit1 libbz2-1.0 libc6 libselinux1 libsepol2|SELinux policy management library
libsepol2|3.5-2build1|amd64=|libs|optional|775|libsepol|libc6|SELinux library for manipulating binary security policies
libsgutils2-1.46-2|1.46-3ubuntu4|amd64=|libs|optional|319|sg3-utils|libc6|utilities for devices using the SCSI command set (shared libraries)
libslang2|2.3.3-3build2|amd64=|libs|optional|2386|slang2|libc6|S-Lang programming library - runtime version
libsmartcols1|2.39.3-9ubuntu6.5|amd64=|libs|optional|289|util-linux|libc6|smart column output alignment library
libsodium23|1.0.18-1ubuntu0.24.04.1|amd64=|libs|optional|415|libsodium|libc6|Network communication, cryptography and signaturing library
libsqlite3-0|3.45.1-1ubuntu2.7|amd64=|libs|optional|1682|sqlite3|libc6|SQLite 3 shared library
libss2|1.47.0-2.4~exp1ubuntu4.1|amd64=|libs|optional|71|e2fsprogs|libcom-err2 libc6|command-line interface parsing library
libssh-4|0.10.6-2ubuntu0.4|amd64=|libs|optional|526|libssh|libc6 libgssapi-krb5-2 libssl3t64 zlib1g|tiny C SSH library (OpenSSL flavor)
libssl3t64|3.0.13-0ubuntu3.12|amd64=|libs|optional|6042|openssl|libc6|Secure Sockets Layer toolkit - shared libraries
libstdc++6|14.2.0-4ubuntu2~24.04.1|amd64=|libs|optional|2686|gcc-12|libc6 libgcc-s1|GNU Standard C++ Library v3
libsystemd-shared|255.4-1ubuntu8.11|amd64=|libs|optional|5350|systemd|libacl1 libapparmor1 libaudit1 libblkid1 libc6 libcap2 libcrypt1 libgcrypt20 libip4tc2 libkmod2 liblz4-1 liblzma5 libmount1 libpam0g libseccomp2 libselinux1 libssl3t64 libzstd1|systemd shared private library
libsystemd0|255.4-1ubuntu8.11|amd64=|libs|optional|909|systemd|libc6 libcap2 libgcrypt20 liblz4-1 liblzma5 libzstd1|systemd utility library
libtasn1-6|4.19.0-3ubuntu0.24.04.2|amd64=|libs|optional|116||libc6|Manage ASN.1 structures (runtime)
libtext-charwidth-perl|0.04-11build3|amd64=|perl|optional|41||libc6 perl-base|get display widths of characters on the terminal
libtext-iconv-perl|1.7-8build3|amd64=|perl|optional|49||libc6 perl-base|module to convert between character sets in Perl
libtext-wrapi18n-perl|0.06-10|all|perl|optional|26||libtext-charwidth-perl|internationalized substitute of Text::Wrap
libtinfo6|6.4+20240113-1ubuntu2.1|amd64=|libs|optional|541|ncurses|libc6|shared low-level terminfo library for terminal handling
libtirpc-common|1.3.4+ds-1.1build1|all|libs|optional|35|libtirpc||transport-independent RPC library - common files
libtirpc3t64|1.3.4+ds-1.1build1|amd64=|libs|optional|226|libtirpc|libc6 libgssapi-krb5-2 libtirpc-common|transport-independent RPC library
libuchardet0|0.0.8-1build1|amd64=|libs|optional|208|uchardet|libc6 libgcc-s1 libstdc++6|universal charset detection library - shared library
libudev1|255.4-1ubuntu8.11|amd64=|libs|optional|240|systemd|libc6|libudev shared library
libunistring5|1.1-2build1.1|amd64=|libs|optional|1807|libunistring|libc6|Unicode string library for C
libunwind8|1.6.2-3build1.1|amd64=|libs|optional|196|libunwind|libc6 liblzma5|library to determine the call-chain of a program - runtime
liburcu8t64|0.14.0-3.1build1|amd64=|libs|optional|344|liburcu|libc6|userspace RCU (read-copy-update) library
libusb-1.0-0|2:1.0.27-1|amd64=|libs|optional|155|libusb-1.0|libc6 libudev1|userspace USB programming library
libutempter0|1.2.1-3build1|amd64=|libs|optional|50|libutempter|libc6|privileged helper for utmp/wtmp updates (runtime)
libuuid1|2.39.3-9ubuntu6.5|amd64=|libs|optional|79|util-linux|libc6|Universally Unique ID library
libuv1t64|1.48.0-1.1build1|amd64=|libs|optional|294||libc6|asynchronous event notification library - runtime library
libwrap0|7.6.q-33|amd64=|libs|optional|110|tcp-wrappers|libc6|Wietse Venema's TCP wrappers library
libxkbcommon0|1.6.0-1build1|amd64=|libs|optional|296|libxkbcommon|xkb-data libc6|library interface to the XKB compiler - shared library
libxml2|2.9.14+dfsg-1.3ubuntu3.8|amd64=|libs|optional|1867||libc6 libicu74 liblzma5 zlib1g|GNOME XML library
libxtables12|1.8.10-3ubuntu2|amd64=|libs|optional|101|iptables|libc6|netfilter xtables library
libxxhash0|0.8.2-2build1|amd64=|libs|optional|99|xxhash|libc6|shared library for xxhash
libyaml-0-2|0.2.5-1build1|amd64=|libs|optional|152|libyaml|libc6|Fast YAML 1.1 parser and emitter library
libzstd1|1.5.5+dfsg2-2build1.1|amd64=|libs|optional|785|libzstd|libc6|fast lossless compression algorithm
`;
