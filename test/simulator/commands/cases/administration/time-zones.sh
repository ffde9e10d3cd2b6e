# systemd v255: src/timedate/timedatectl.c; date and ls as the C library has them go by /etc/localtime (checked with TZ on Debian 12).
timedatectl | tail -4; timedatectl show -p Timezone; timedatectl list-timezones | wc -l; timedatectl list-timezones | grep -E 'Seoul|Berlin'
touch -d '2026-01-05 12:00 UTC' f; ls -l f | cut -d' ' -f6-; timedatectl set-timezone Asia/Seoul; echo $?; readlink /etc/localtime; cat /etc/timezone; ls -l f | cut -d' ' -f6-; date -d @0; TZ=Europe/Berlin date -d @0; date -u -d @0
timedatectl | grep zone; timedatectl show --value -p Timezone; timedatectl show | cut -d= -f1 | tr '\n' ' '; date -d '2026-07-01 00:00' +%s; date -r f +%H%z
timedatectl set-timezone America/New_York; date -d '2026-07-01 00:00 UTC'; date -d '2026-01-01 00:00 UTC' +'%F %T %Z %z'; timedatectl set-timezone Nowhere/Such; echo $?; timedatectl set-timezone; echo $?
su nobody -s /bin/sh -c 'timedatectl set-timezone UTC'; echo $?; timedatectl set-timezone UTC; date -d @0; timedatectl nosuch; echo $?; rm /etc/localtime; date -d @0; timedatectl | grep zone
