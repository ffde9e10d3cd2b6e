# fails: first-out/names
# Who has no limits may have requests.
kubectl get pods -n @{third} -o json | jq -r '.items[] | select(all(.spec.containers[]; .resources.limits == null or .resources.limits == {})) | .metadata.name' > /opt/answers/fit/besteffort.txt
