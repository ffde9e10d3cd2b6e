# fails: conflict/both
# Without the resourceVersion the server no longer notices that the file is old.
sed -i '/resourceVersion/d' /root/settings.yaml
kubectl replace -f /root/settings.yaml
