# stress-ng 0.17.06: what it says, from logs of it; what operations are worth is this world's.
apt-get install -y stress-ng | tail -1
show() { sed -E 's/\[[0-9]+\]/[N]/'; }
stress-ng --cpu 2 --timeout 10s | show; stress-ng -c 1 -l 50 -m 1 --vm-bytes 64M -t 1m --metrics-brief | show
stress-ng --vm 2 --vm-bytes 200M --vm-keep -t 20s > /dev/null & sleep 5; ps -eo rss,comm --sort=-rss | grep stress | head -3; wait
stress-ng --cpu 1 --cpu-ops 3000 --metrics | show; stress-ng -q -c 0 -t 1; echo $?; stress-ng --dry-run --io 1 --hdd 2 | show
(stress-ng; echo $?; stress-ng --bogus; echo $?; stress-ng -Z; echo $?; stress-ng --cpu; echo $?; stress-ng --cpu x; echo $?; stress-ng -c 1 -t 5q; echo $?) 2>&1 | show
stress-ng --version
