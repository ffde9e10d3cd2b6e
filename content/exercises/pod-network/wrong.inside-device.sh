# fails: device/name
# eth0 is its name inside the Pod.
echo eth0 > /root/device.txt
