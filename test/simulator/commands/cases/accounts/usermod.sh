st() { echo "\$ $*"; "$@"; echo "= $?"; }
show() { for u in "$@"; do grep "^$u:" /etc/passwd /etc/group /etc/gshadow; grep "^$u:" /etc/shadow | awk -F: -v OFS=: '{ if ($3 > 0) $3 = "DAY"; sub(/[$][y6][$].*/, "HASH", $2); print }'; done; }
useradd -m -s /bin/bash -d /home/bob bob 2>/dev/null; useradd -m amy; groupadd dev; groupadd ops
st usermod -aG dev bob; st id bob
st usermod -aG ops,sudo bob; st id bob; show dev ops sudo
st usermod -G dev bob; st id bob
st usermod -a bob
st usermod -G '' bob; st id bob
st usermod -rG dev bob
st usermod -aG dev,ops bob; st usermod -r -G ops bob; st id bob
st usermod -g dev bob; show bob
st usermod -g nosuch bob
st usermod -aG nosuch bob
st usermod -l robert bob; show bob robert; ls /home | grep -v -e student -e cloud
st usermod -d /home/robert -m robert; show robert; stat -c %n /home/robert; stat /home/bob
st usermod -d /x robert; show robert
st usermod -s /bin/sh robert; show robert
st usermod -c "R. B." robert; show robert
st usermod -u 3333 robert; show robert
st usermod -u 1000 robert
st usermod -L robert; show robert
st usermod -U robert; show robert
st usermod -p 'abc' robert; show robert; st usermod -L robert; show robert; st usermod -U robert; show robert
st usermod -e 2031-02-03 robert; show robert
st usermod -e '' robert; show robert
st usermod -e 1 robert; show robert
st usermod -f 5 robert; show robert
st usermod robert
st usermod nosuch
st usermod -L nosuch
st usermod
st usermod -s /bin/bash
st usermod -l amy robert
st usermod -L -U robert
st usermod --help
st userdel robert; ls -d /home/robert; st id robert
st userdel -r amy; ls -d /home/amy
st userdel amy
st userdel
st userdel --help
useradd -m tim; groupadd extra; usermod -aG extra tim; touch /home/tim/f
st userdel -r tim; grep -c tim /etc/group
useradd base; useradd -g base second
st userdel base; show base second
st userdel -f second; show second base
st passwd -S student | sed 's/20[0-9-]* /DAY /'; st passwd -S root | sed 's/20[0-9-]* /DAY /'; st passwd -S nosuch
st passwd -l student; show student; st passwd -u student; st passwd -d student; show student; st passwd -S student | sed 's/20[0-9-]* /DAY /'; st passwd -e student; show student
st passwd -n 3 -x 90 -w 5 -i 7 student; show student
st passwd -l nosuch
st passwd -q -l student
st passwd -Z
st passwd a b
echo 'student:secret' | chpasswd; echo $?; show student; st passwd -S student | sed 's/20[0-9-]* /DAY /'; st passwd -u student; st passwd -l student; show student; st passwd -u student; show student
printf 'newpw\nnewpw\n' | passwd student; echo "= $?"
printf 'newpw\nother\n' | passwd student; echo "= $?"
printf 'a\na\n' | passwd student; echo "= $?"
printf '' | passwd student; echo "= $?"
st gpasswd -a student dev; st gpasswd -a student dev; show dev; st gpasswd -d student dev; st gpasswd -d student dev; st gpasswd -a nosuch dev; st gpasswd -a student nosuch; st gpasswd -M student,nobody dev; show dev; st gpasswd -A student dev; show dev; st gpasswd -r dev; st gpasswd -R dev; show dev
st gpasswd; st gpasswd -a student; st gpasswd --help
printf 'pw\npw\n' | gpasswd dev; echo "= $?"
st chsh -s /bin/sh student; show student; st chsh -s /no/such student; st chsh -s /bin/zsh nosuch; st chsh --help
st chfn -f "Stu Dent" -r 5 -w 1 -h 2 student; show student; st chfn nosuch; st chfn --help
st chage -d 2026-03-02 student; st chage -l student; st chage -M 30 -d 2026-01-01 student; st chage -l student; st chage -E 2027-01-01 student; show student; st chage -l nosuch
st newgrp nosuch
echo id -gn | newgrp dev; echo $?
st sg dev -c 'id -gn'; st sg nosuch id
st groups student nobody
st id nosuch
