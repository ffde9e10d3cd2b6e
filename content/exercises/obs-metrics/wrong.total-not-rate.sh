# fails: rate/per-second
# A counter's value is what came since the start, not what comes now.
kubectl exec -n shop customers -- wget -qO- http://front/metrics | awk '/checkout/ { print $2 }' > /root/rate.txt
