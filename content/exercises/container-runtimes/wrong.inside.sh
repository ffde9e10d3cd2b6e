# fails: pid/number
# Inside its own PID namespace every container's first process is number 1.
kubectl exec -n lab shopfront -- cat /proc/1/status | grep '^Pid:' > /root/pid.txt
