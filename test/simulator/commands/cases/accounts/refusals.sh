st() { echo "\$ $*"; "$@"; echo "= $?"; }
st useradd -r -u 2000 a; st useradd -u 300 b; st useradd -u 70000 c; st groupadd -r -g 2000 ga; st groupadd -g 300 gb
su nobody -s /bin/sh -c 'useradd q; groupadd r; passwd root; passwd -l root; chsh -s /bin/sh root; gpasswd -a nobody sudo; usermod -aG sudo nobody; userdel root; groupmod -n a b; chage -l root'
