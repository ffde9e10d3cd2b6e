# fails: signals/services, signals/burn
# The counters as they stand: all that has been since the processes began.
printf 'errors cart\nlatency cart\nsaturation search\n' > /root/signals.txt
awk 'BEGIN { printf "%.2f\n", 30222 / 1246222 / 0.005 }' > /root/burn.txt
