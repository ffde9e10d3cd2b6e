# fails: partition/old-ones
# Without a partition all four change, sooner or later; with OnDelete the old ones change when they are made again.
kubectl patch statefulset cache -n data -p '{"spec":{"updateStrategy":{"type":"OnDelete","rollingUpdate":null}}}'
kubectl set image statefulset/cache -n data web=nginx:1.27
kubectl delete pod cache-2 cache-3 -n data
sleep 60
