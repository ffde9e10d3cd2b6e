# fails: doors/known, doors/allowed
# The administrator posts it; the reporter still cannot.
kubectl delete quota newsroom -n press
kubectl create -f /root/story.yaml
sleep 20
