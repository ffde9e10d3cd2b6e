# fails: restore/from-snapshot
kubectl exec -n blog deployment/blog -- sh -c 'echo "the first post" > /data/posts.txt'
