/** A page of the manual: where it stands and what it is about. */
export interface ManualPage {
	readonly name: string;
	readonly section: string;
	readonly about: string;
	/** Of programs that do not tell it themselves. */
	readonly synopsis: string | undefined;
}

/** name(section)|what it is|synopsis of what has no `--help`. Differs: the real manual has some 2,000 pages more. */
const TABLE = `
aa-enabled(1)|test whether AppArmor is enabled|aa-enabled [options]
aa-status(8)|display various information about the current AppArmor policy|aa-status [option]
apparmor_parser(8)|load AppArmor profiles into the kernel|apparmor_parser [options] <command> [profile]...
apropos(1)|search the manual page names and descriptions
apt(8)|command-line interface
apt-cache(8)|query the APT cache
apt-get(8)|APT package handling utility -- command-line interface
apt-mark(8)|show, set and unset various settings for a package
arch(1)|print machine hardware name (same as uname -m)
arp(8)|manipulate the system ARP cache|arp [-vn] [-H type] [-i if] [hostname]
awk(1)|pattern-directed scanning and processing language|awk [-F fs] [-v var=value] ['prog' | -f progfile] [file ...]
b2sum(1)|compute and check BLAKE2 message digest
base32(1)|base32 encode/decode data and print to standard output
base64(1)|base64 encode/decode data and print to standard output
basename(1)|strip directory and suffix from filenames
basenc(1)|Encode/decode data and print to standard output
bash(1)|GNU Bourne-Again SHell
bc(1)|An arbitrary precision calculator language
blkid(8)|locate/print block device attributes
blockdev(8)|call block device ioctls from the command line|blockdev [-q] [-v] command [command...] device [device...]
bridge(8)|show / manipulate bridge addresses and devices
capsh(1)|capability shell wrapper
cat(1)|concatenate files and print on the standard output
chage(1)|change user password expiry information
chcon(1)|change file security context
chgrp(1)|change group ownership
chmod(1)|change file mode bits
chown(1)|change file owner and group
chpasswd(8)|update passwords in batch mode
chrt(1)|manipulate the real-time attributes of a process|chrt [options] priority command argument ...
chroot(8)|run command or interactive shell with special root directory
cksum(1)|compute and verify file checksums
clear(1)|clear the terminal screen|clear [-Ttype] [-V] [-x]
cmp(1)|compare two files byte by byte
column(1)|columnate lists
comm(1)|compare two sorted files line by line
conntrack(8)|command line interface for netfilter connection tracking|conntrack -L [table] [options] [-z]
cp(1)|copy files and directories
cron(8)|daemon to execute scheduled commands (Vixie Cron)|cron [-f] [-P] [-l] [-L loglevel]
crontab(1)|maintain crontab files for individual users (Vixie Cron)
csplit(1)|split a file into sections determined by context lines
curl(1)|transfer a URL
cut(1)|remove sections from each line of files
dash(1)|command interpreter (shell)|dash [-aCefnuvxIimqVEb] [+aCefnuvxIimqVEb] [-o option_name] [command_file [argument ...]]
date(1)|print or set the system date and time
dc(1)|an arbitrary precision calculator
dd(1)|convert and copy a file
df(1)|report file system space usage
diff(1)|compare files line by line
dig(1)|DNS lookup utility
dir(1)|list directory contents
dircolors(1)|color setup for ls
dirname(1)|strip last component from file name
dmesg(1)|print or control the kernel ring buffer
dpkg(1)|package manager for Debian
dpkg-deb(1)|Debian package archive (.deb) manipulation tool
dpkg-query(1)|a tool to query the dpkg database
du(1)|estimate file space usage
echo(1)|display a line of text
egrep(1)|print lines that match patterns
env(1)|run a program in a modified environment
envsubst(1)|substitutes environment variables in shell format strings
expand(1)|convert tabs to spaces
expr(1)|evaluate expressions
factor(1)|factor numbers
fallocate(1)|preallocate or deallocate space to a file
false(1)|do nothing, unsuccessfully
fdisk(8)|manipulate disk partition table
fgrep(1)|print lines that match patterns
file(1)|determine file type
find(1)|search for files in a directory hierarchy
findmnt(8)|find a filesystem
flock(1)|manage locks from shell scripts
fmt(1)|simple optimal text formatter
fold(1)|wrap each input line to fit in specified width
free(1)|Display amount of free and used memory in the system
fuser(1)|identify processes using files or sockets
getconf(1)|Query system configuration variables|getconf [-v specification] system_var
getent(1)|get entries from Name Service Switch libraries
getopt(1)|parse command options (enhanced)
gpasswd(1)|administer /etc/group and /etc/gshadow
gpg(1)|OpenPGP encryption and signing tool|gpg [--homedir dir] [--options file] [options] command [args]
grep(1)|print lines that match patterns
groupadd(8)|create a new group
groupdel(8)|delete a group
groups(1)|print the groups a user is in
gunzip(1)|compress or expand files
gzip(1)|compress or expand files
halt(8)|Power off, reboot, or halt the machine|halt [OPTIONS...]
head(1)|output the first part of files
hexdump(1)|display file contents in hexadecimal, decimal, octal, or ascii
host(1)|DNS lookup utility
hostid(1)|print the numeric identifier for the current host
hostname(1)|show or set the system's host name
hostnamectl(1)|Control the system hostname
iconv(1)|convert text from one character encoding to another
id(1)|print real and effective user and group IDs
install(1)|copy files and set attributes
ip(8)|show / manipulate routing, network devices, interfaces and tunnels
iptables(8)|administration tool for IPv4/IPv6 packet filtering and NAT|iptables [-t table] {-A|-C|-D|-V} chain rule-specification
iptables-save(8)|dump iptables rules|iptables-save [-M modprobe] [-c] [-t table] [-f filename]
ionice(1)|set or get process I/O scheduling class and priority
join(1)|join lines of two files on a common field
journalctl(1)|Print log entries from the systemd journal
jq(1)|Command-line JSON processor
kill(1)|send a signal to a process
killall(1)|kill processes by name
last(1)|show a listing of last logged in users
ldd(1)|print shared object dependencies
lastlog(8)|reports the most recent login of all users or of a given user|lastlog [options]
less(1)|opposite of more|less [-[+]aABcCdeEfFgGiIJKLmMnNqQrRsSuUVwWX~] [-b space] [-h lines] [-j line] [-k keyfile] [-o logfile] [-p pattern] [-P prompt] [-t tag] [-x tab,...] [-y lines] [-z lines] [+[+]cmd] [--] [filename]...
link(1)|call the link function to create a link to a file
ln(1)|make links between files
locale(1)|get locale-specific information|locale [option]
localectl(1)|Control the system locale and keyboard layout settings
logger(1)|enter messages into the system log
loginctl(1)|Control the systemd login manager
logname(1)|print user's login name
losetup(8)|set up and control loop devices
ls(1)|list directory contents
lsb_release(1)|minimal implementation of LSB version reporting|lsb_release [-v] [-i] [-d] [-r] [-c] [-a] [-s]
lsblk(8)|list block devices
lscpu(1)|display information about the CPU architecture
lsmod(8)|Show the status of modules in the Linux Kernel
lsof(8)|list open files
lsns(8)|list namespaces
man(1)|an interface to the system reference manuals
mawk(1)|pattern scanning and text processing language|mawk [-W option] [-F value] [-v var=value] [--] 'program text' [file ...]
mcookie(1)|generate magic cookies for xauth
md5sum(1)|compute and check MD5 message digest
mkdir(1)|make directories
mke2fs(8)|create an ext2/ext3/ext4 filesystem
mkfifo(1)|make FIFOs (named pipes)
mkfs(8)|build a Linux filesystem
mkfs.ext4(8)|create an ext2/ext3/ext4 filesystem
mkfs.xfs(8)|construct an XFS filesystem
mknod(1)|make block or character special files
mkswap(8)|set up a Linux swap area
mktemp(1)|create a temporary file or directory
modinfo(8)|Show information about a Linux Kernel module|modinfo [-0] [-F field] [-k kernel] [modulename|filename...]
modprobe(8)|Add and remove modules from the Linux Kernel|modprobe [-v] [-r] [-n] [-q] modulename [module parameters...]
more(1)|display the contents of a file in a terminal
mount(8)|mount a filesystem
mountpoint(1)|see if a directory or file is a mountpoint
mv(1)|move (rename) files
namei(1)|follow a pathname until a terminal point is found
nano(1)|Nano's ANOther editor, inspired by Pico|nano [options] [[+line[,column]] file]...
nc(1)|arbitrary TCP and UDP connections and listens
netstat(8)|Print network connections, routing tables, interface statistics, masquerade connections, and multicast memberships|netstat [address_family_options] [--tcp|-t] [--udp|-u] [--listening|-l] [--all|-a] [--numeric|-n] [--program|-p]
nice(1)|run a program with modified scheduling priority
nl(1)|number lines of files
nohup(1)|run a command immune to hangups, with output to a non-tty
nologin(8)|politely refuse a login|nologin
nproc(1)|print the number of processing units available
nsenter(1)|run program in different namespaces|nsenter [options] [program [arguments]]
nslookup(1)|query Internet name servers interactively|nslookup [-option] [name | -] [server]
numfmt(1)|Convert numbers from/to human-readable strings
od(1)|dump files in octal and other formats
openssl(1ssl)|OpenSSL command line program|openssl command [options ...] [parameters ...]
passwd(1)|change user password
paste(1)|merge lines of files
pathchk(1)|check whether file names are valid or portable
pgrep(1)|look up, signal, or wait for processes based on name and other attributes
pidof(1)|find the process ID of a running program|pidof [-s] [-c] [-q] [-w] [-x] [-o omitpid[,omitpid...]] program [program...]
ping(8)|send ICMP ECHO_REQUEST to network hosts
pinky(1)|lightweight finger
pkill(1)|look up, signal, or wait for processes based on name and other attributes
poweroff(8)|Power off, reboot, or halt the machine|poweroff [OPTIONS...]
pr(1)|convert text files for printing
printenv(1)|print all or part of environment
printf(1)|format and print data
ps(1)|report a snapshot of the current processes.
pstree(1)|display a tree of processes
ptx(1)|produce a permuted index of file contents
pwd(1)|print name of current/working directory
readlink(1)|print resolved symbolic links or canonical file names
realpath(1)|print the resolved path
reboot(8)|Power off, reboot, or halt the machine|reboot [OPTIONS...]
renice(1)|alter priority of running processes
rev(1)|reverse lines characterwise
rm(1)|remove files or directories
rmdir(1)|remove empty directories
rmmod(8)|Simple program to remove a module from the Linux Kernel|rmmod [-f] [-s] [-v] [modulename]
route(8)|show / manipulate the IP routing table|route [-n] [-e] [-v]
run-parts(8)|run scripts or programs in a directory|run-parts [--test] [--verbose] [--report] [--regex=RE] [--] DIRECTORY
runc(8)|Open Container Initiative runtime|runc [global options] command [command options] [arguments...]
runcon(1)|run command with specified security context
scp(1)|OpenSSH secure file copy
sed(1)|stream editor for filtering and transforming text
seq(1)|print a sequence of numbers
setsid(1)|run a program in a new session
sh(1)|command interpreter (shell)|sh [-aCefnuvxIimqVEb] [+aCefnuvxIimqVEb] [-o option_name] [command_file [argument ...]]
sha1sum(1)|compute and check SHA1 message digest
sha224sum(1)|compute and check SHA224 message digest
sha256sum(1)|compute and check SHA256 message digest
sha384sum(1)|compute and check SHA384 message digest
sha512sum(1)|compute and check SHA512 message digest
shred(1)|overwrite a file to hide its contents, and optionally delete it
shuf(1)|generate random permutations
shutdown(8)|Halt, power off or reboot the machine|shutdown [OPTIONS...] [TIME] [WALL...]
sleep(1)|delay for a specified amount of time
sort(1)|sort lines of text files
split(1)|split a file into pieces
ss(8)|another utility to investigate sockets|ss [options] [ FILTER ]
ssh(1)|OpenSSH remote login client
ssh-copy-id(1)|use locally available keys to authorise logins on a remote machine
ssh-keygen(1)|OpenSSH authentication key utility
sshd(8)|OpenSSH daemon|sshd [-46DdeGiqTtV] [-C connection_spec] [-f config_file] [-o option] [-p port]
stat(1)|display file or file system status
stdbuf(1)|Run COMMAND, with modified buffering operations for its standard streams.
strings(1)|print the sequences of printable characters in files
stty(1)|change and print terminal line settings
su(1)|run a command with substitute user and group ID
sudo(8)|execute a command as another user
sum(1)|checksum and count the blocks in a file
swapoff(8)|enable/disable devices and files for paging and swapping
swapon(8)|enable/disable devices and files for paging and swapping
sync(1)|Synchronize cached writes to persistent storage
sysctl(8)|configure kernel parameters at runtime
systemctl(1)|Control the systemd system and service manager
systemd-detect-virt(1)|Detect execution in a virtualized environment
tac(1)|concatenate and print files in reverse
tail(1)|output the last part of files
tar(1)|an archiving utility
taskset(1)|set or retrieve a process's CPU affinity
tee(1)|read from standard input and write to standard output and files
telnet(1)|user interface to the TELNET protocol|telnet [-468EFKLacdfrx] [host [port]]
test(1)|check file types and compare values|test EXPRESSION
timedatectl(1)|Control the system time and date
timeout(1)|run a command with a time limit
top(1)|display Linux processes
touch(1)|change file timestamps
tput(1)|initialize a terminal or query terminfo database|tput [-Ttype] capname [parameters]
tr(1)|translate or delete characters
traceroute(1)|print the route packets trace to network host|traceroute [-46nI] [-m max_ttl] [-w waittime] host [packet_len]
tree(1)|list contents of directories in a tree-like format.
true(1)|do nothing, successfully
truncate(1)|shrink or extend the size of a file to the specified size
tsort(1)|perform topological sort
tty(1)|print the file name of the terminal connected to standard input
umount(8)|unmount filesystems
uname(1)|print system information
unexpand(1)|convert spaces to tabs
uniq(1)|report or omit repeated lines
unlink(1)|call the unlink function to remove the specified file
unzip(1)|list, test and extract compressed files in a ZIP archive
uptime(1)|Tell how long the system has been running.
useradd(8)|create a new user or update default new user information
userdel(8)|delete a user account and related files
usermod(8)|modify a user account
users(1)|print the user names of users currently logged in to the current host
uuidgen(1)|create a new UUID value
vdir(1)|list directory contents
vi(1)|Vi IMproved, a programmer's text editor
vim(1)|Vi IMproved, a programmer's text editor
vimdiff(1)|edit between two and eight versions of a file with Vim and show differences
visudo(8)|edit the sudoers file|visudo [-chqsV] [[-f] sudoers]
vmstat(8)|Report virtual memory statistics
w(1)|Show who is logged on and what they are doing.
watch(1)|execute a program periodically, showing output fullscreen
wc(1)|print newline, word, and byte counts for each file
wget(1)|The non-interactive network downloader.
whatis(1)|display one-line manual page descriptions
whereis(1)|locate the binary, source, and manual page files for a command
which(1)|locate a command
who(1)|show who is logged on
whoami(1)|print effective user name
wipefs(8)|wipe a signature from a device
xargs(1)|build and execute command lines from standard input
xxd(1)|make a hex dump or do the reverse.
yes(1)|output a string repeatedly until killed
zcat(1)|compress or expand files
zcmp(1)|compare compressed files
zdiff(1)|compare compressed files
zegrep(1)|search possibly compressed files for a regular expression
zfgrep(1)|search possibly compressed files for a regular expression
zgrep(1)|search possibly compressed files for a regular expression
zless(1)|file perusal filter for crt viewing of compressed text
zmore(1)|file perusal filter for crt viewing of compressed text
zip(1)|package and compress (archive) files|zip [-options] [-b path] [-t mmddyyyy] [-n suffixes] [zipfile list] [-xi list]
`;

export const MANUAL_PAGES: readonly ManualPage[] = TABLE.trim()
	.split('\n')
	.map((line) => {
		const [title = '', about = '', synopsis] = line.split('|').length > 3 ? splitOnce(line) : line.split('|');
		const [, name = '', section = ''] = /^(.*)\((\w+)\)$/.exec(title) ?? [];
		return { name, section, about, synopsis };
	});

/** A synopsis may have bars of its own. */
function splitOnce(line: string): string[] {
	const [title = '', about = '', ...synopsis] = line.split('|');
	return [title, about, synopsis.join('|')];
}
