# fails: drift/nothing-more
# apply undoes what the manifest says; the variable is in no manifest, so nobody takes it away.
kubectl apply -f /root/repo
