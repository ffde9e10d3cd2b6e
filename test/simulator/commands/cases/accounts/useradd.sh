st() { echo "\$ $*"; "$@"; echo "= $?"; }
show() { for u in "$@"; do grep "^$u:" /etc/passwd /etc/group /etc/gshadow; grep "^$u:" /etc/shadow | awk -F: -v OFS=: '{ if ($3 > 0) $3 = "DAY"; sub(/[$][y6][$].*/, "HASH", $2); print }'; done; }
st useradd u1; show u1; ls -d /home/u1
st useradd -m u2; show u2; stat -c %U /home/u2
st useradd -m -s /bin/bash -c "Full Name" -G sudo,users u3; show u3; grep u3 /etc/group
st useradd -r svc1; show svc1
st useradd -r -m -d /opt/svc2 svc2; show svc2; stat -c '%n %U' /opt/svc2
st useradd --system --no-create-home --shell /usr/sbin/nologin node_exporter; show node_exporter
st useradd -u 5000 u4; show u4
st useradd -u 5000 u5
st useradd -u 5000 -o u5; show u5
st useradd -u abc u6
st useradd -u -5 u6
st useradd u1
st useradd
st useradd a b
st useradd 'Bad Name'
st useradd '1abc'
st useradd -g nosuch u6
st useradd -g users u6; show u6
st useradd -g 1000 u7; show u7
st useradd -G nosuch,also u8; show u8
st useradd -G sudo,nosuch u8; show u8
st useradd -N u9; show u9
st useradd -U -g users u10; show u10
st useradd -e 2030-01-01 -f 10 u11; show u11
st useradd -e nodate u12
st useradd -p 'xyz' u13; show u13
st useradd -s /no/such/shell u14; show u14
st useradd -s relative u15
st useradd -d relative u15
st useradd -b /srv -m u16; show u16; stat -c '%n %U' /srv/u16
st useradd -k /nonexistent -m u17; show u17; ls -A /home/u17
st useradd -M u18; show u18
st useradd -K UID_MIN=3000 u19; show u19
st useradd -D
st useradd -D -s /bin/bash; st useradd -D; st useradd u20; show u20
st useradd -l u21; show u21
st useradd --help
st useradd -Z x u22
st useradd --bogus u22
st useradd -u
st groupadd g1; show g1
st groupadd -g 7000 g2; show g2
st groupadd -g 7000 g3
st groupadd -o -g 7000 g3; show g3
st groupadd -r g4; show g4
st groupadd g1
st groupadd -f g1
st groupadd -f -g 7000 g5; show g5
st groupadd 'bad name'
st groupadd -g abc g6
st groupadd
st groupadd --help
st groupmod -n g1b g1; show g1 g1b
st groupmod -g 7100 g1b; show g1b
st groupmod -g 7000 g1b
st groupmod -n g2 g1b
st groupmod nosuch
st groupmod -n x
st groupmod --help
st groupdel g1b
st groupdel nosuch
st groupdel u2
st groupdel
st groupdel --help
