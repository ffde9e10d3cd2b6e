# fails: edge/all-run, edge/no-node-port
# One fits, so one it is.
kubectl scale deployment edge -n net --replicas=1
sleep 10
