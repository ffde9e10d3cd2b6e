# fails: heaviest/name
kubectl top pods -n batch --sort-by=memory --no-headers | awk 'NR == 1 { print $1 }' > /root/heaviest.txt
