cd /
useradd -m bob -s /bin/bash 2>/dev/null; useradd -m eve -s /bin/bash; printf 'bob:b\neve:e\n' | chpasswd
printf 'bob ALL=(root) NOPASSWD: /usr/bin/id\nbob ALL=(root) /usr/bin/whoami\n' > /etc/sudoers.d/t; chmod 440 /etc/sudoers.d/t
run() { su $1 -c "exec 2>&1; $2" | sed "s/ on $(hostname)/ on HOST/"; }
t() { echo "--- $*"; }
t 1; run bob 'sudo -n id -u; sudo -n whoami; sudo whoami; sudo cat /etc/shadow; sudo nosuchcmd; sudo -n nosuchcmd'
t 2; run bob 'echo b | sudo -S whoami; echo b | sudo -S -p "pw: " cat /etc/shadow; echo b | sudo -S nosuchcmd; echo x | sudo -S whoami; printf "x\ny\nz\n" | sudo -S whoami; printf "x\nb\n" | sudo -S whoami; sudo -S whoami </dev/null'
t 3; run bob 'sudo -l | tail -3 | sed "s/on .* may\|on [a-z]*:/HOST/"; sudo -l id; sudo -l cat; sudo -v; sudo -n -v; echo b | sudo -S -v; sudo -k; sudo -K'
t 4; run eve 'sudo id; echo e | sudo -S id; echo e | sudo -S -p "" -l; sudo -l; sudo -n id; sudo -n -l'
t 5; run bob 'echo e | su eve -c "id -un"; echo x | su eve -c id; echo $?; su eve -c id </dev/null; echo $?; echo b | su nosuch; echo $?'
t 6; passwd -d eve; run bob 'su eve -c "id -un" </dev/null'
t 7; run bob 'printf "b\nnewpass1\nnewpass1\n" | passwd; printf "newpass1\nab\nab\nlonger1\nlonger1\n" | passwd; printf "longer1\nlonger1\nlonger1\n" | passwd; printf "longer1\nqwerty1\nqwerty2\n" | passwd' 
t 8; run bob 'echo longer1 | chsh -s /bin/sh; echo longer1 | chsh -s /bin/nosh; echo x | chsh -s /bin/bash; chsh -s /bin/sh root; echo longer1 | chfn -r 12; chfn -r 1 root; getent passwd bob'
t 9; run bob 'newgrp sudo </dev/null; echo $?; sg sudo id; echo $?; sg bob "id -gn"; echo 8 | newgrp users'
