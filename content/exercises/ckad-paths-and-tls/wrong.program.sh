# fails: mend/same
kubectl patch deployment @{broken} -n @{namespace} -p '{"spec": {"template": {"metadata": {"labels": {"tier": "back"}}}}}'
sleep 15
