# apparmor-utils 4.0.1: what its Python prints and writes, on the world's own profiles.
apt-get install -y apparmor-utils | tail -1
cd /etc/apparmor.d; printf '#include <tunables/global>\n/usr/bin/look flags=(complain,attach_disconnected) { # says\n  /etc/** r,\n}\n' > usr.bin.look
printf 'profile deny-write flags=(attach_disconnected) {\n  file,\n  deny /** w,\n}\n' > deny-write
apparmor_parser -r usr.bin.look deny-write
modes() { grep -E '^(/usr/bin/look|deny-write)' /sys/kernel/security/apparmor/profiles; }
modes; aa-enforce look; modes; grep look usr.bin.look
aa-complain /etc/apparmor.d/deny-write; modes; cat deny-write
aa-audit deny-write; head -1 deny-write; aa-audit -r deny-write; head -1 deny-write
aa-disable /usr/bin/look; modes; ls -l disable | cut -d' ' -f9-; aa-audit /usr/bin/look; aa-enforce /usr/bin/look; modes; ls disable
aa-complain --no-reload deny-write usr.bin.look; modes; sed -n 2p usr.bin.look
aa-enforce nothing-such; echo $?; aa-enforce /usr/bin/true; echo $?; aa-enforce /usr/bin/nothing-such; echo $?; aa-enforce; echo $?; aa-audit --bad x; echo $?
echo text > broken; aa-enforce broken; echo $?; su nobody -s /bin/sh -c 'aa-complain look'; echo $?; aa-disable -h
printf 'profile with-hat {\n  ^inner {\n  }\n}\n' > with-hat; aa-complain --no-reload with-hat; cat with-hat; sed -i 's/(complain)/(nonsense)/' deny-write; aa-audit deny-write; echo $?
