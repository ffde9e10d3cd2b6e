# fails: unready/ready
# The Service no longer asks whether its Pods are ready: it answers, and hides what is wrong.
kubectl patch service teller -n bank -p '{"spec":{"publishNotReadyAddresses":true}}'
sleep 30
