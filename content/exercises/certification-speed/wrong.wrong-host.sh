# fails: static/comes-back
# The file is on the machine where the prompt happened to be, and in the directory that most kubelets read.
kubectl run watchdog --image=busybox:1.37 --dry-run=client -o yaml --command -- sleep 1d > /etc/kubernetes/manifests/watchdog.yaml
scp /etc/kubernetes/manifests/watchdog.yaml node01:/etc/kubernetes/manifests/
kubectl run watchdog-node01 --image=busybox:1.37 --overrides='{"spec":{"nodeName":"node01"}}' --command -- sleep 1d
sleep 40
