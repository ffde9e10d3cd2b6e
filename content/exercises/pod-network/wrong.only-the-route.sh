# fails: device/name
# Any device of the node, not the one that leads there.
ssh node01 ip route | grep -o 'cali[0-9a-f]*' > /root/device.txt
